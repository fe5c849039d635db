package org.commissionledger.proof;

import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.commissionledger.eventstore.HashChain;
import org.commissionledger.eventstore.InstantText;
import org.commissionledger.organisation.OrganisationId;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Checkpoints and hashes as JSON: in the file, over HTTP and offline they are the same. */
public final class ProofJson {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final int HASH_LENGTH = 32;

    private ProofJson() {}

    /** One line, without its end. */
    public static String line(Checkpoint checkpoint) {
        return JSON.writeValueAsString(object(checkpoint));
    }

    public static ObjectNode object(Checkpoint checkpoint) {
        return JSON.createObjectNode()
                .put("organisation", checkpoint.organisation().value())
                .put("ledgerSequence", checkpoint.ledgerSequence())
                .put("position", checkpoint.position())
                .put("hash", HistoryCheck.hex(checkpoint.hash()))
                .put("root", HistoryCheck.hex(checkpoint.root()))
                .put("sealedAt", HashChain.text(checkpoint.sealedAt()))
                .put("keyId", checkpoint.keyId())
                .put("signature", Base64.getEncoder().encodeToString(checkpoint.signature()));
    }

    /** @throws MalformedProofException when the text is not one JSON value */
    public static JsonNode read(byte[] text) {
        try {
            return JSON.readTree(text);
        } catch (JacksonException e) {
            throw new MalformedProofException("It is not well-formed JSON.");
        }
    }

    /** @throws MalformedProofException when it is not a checkpoint */
    public static Checkpoint checkpoint(JsonNode json) {
        try {
            return new Checkpoint(
                    new OrganisationId(text(json, "organisation")),
                    number(json, "ledgerSequence"),
                    number(json, "position"),
                    hash(json, "hash"),
                    hash(json, "root"),
                    InstantText.parse(text(json, "sealedAt")),
                    text(json, "keyId"),
                    Base64.getDecoder().decode(text(json, "signature")));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new MalformedProofException("A value of the checkpoint is not in the form that the ledger writes.");
        }
    }

    public static String text(JsonNode json, String name) {
        JsonNode value = json.path(name);
        if (!value.isString()) {
            throw new MalformedProofException("The text " + name + " is missing.");
        }
        return value.stringValue();
    }

    public static long number(JsonNode json, String name) {
        JsonNode value = json.path(name);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new MalformedProofException("The whole number " + name + " is missing.");
        }
        return value.longValue();
    }

    public static byte[] hash(JsonNode json, String name) {
        return hash(text(json, name));
    }

    /** A list of hashes. */
    public static List<byte[]> path(JsonNode json, String name) {
        JsonNode list = json.path(name);
        if (!list.isArray()) {
            throw new MalformedProofException("The list " + name + " is missing.");
        }
        List<byte[]> path = new ArrayList<>();
        list.forEach(each -> path.add(hash(each.isString() ? each.stringValue() : "")));
        return path;
    }

    public static List<String> texts(List<byte[]> path) {
        return path.stream().map(HistoryCheck::hex).toList();
    }

    /** 64 hexadecimal digits in lower case, as the ledger writes them: another form of the same is not the same text. */
    static byte[] hash(String text) {
        if (text.length() != 2 * HASH_LENGTH) {
            throw new MalformedProofException("A hash has 64 hexadecimal digits.");
        }
        byte[] hash = new byte[HASH_LENGTH];
        for (int i = 0; i < HASH_LENGTH; i++) {
            hash[i] = (byte) (digit(text.charAt(2 * i)) << 4 | digit(text.charAt(2 * i + 1)));
        }
        return hash;
    }

    private static int digit(char c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        if (c >= 'a' && c <= 'f') {
            return c - 'a' + 10;
        }
        throw new MalformedProofException("A hash has 64 hexadecimal digits in lower case.");
    }
}

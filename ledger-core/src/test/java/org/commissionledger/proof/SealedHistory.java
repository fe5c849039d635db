package org.commissionledger.proof;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.commissionledger.eventstore.HashChain;
import org.commissionledger.organisation.OrganisationId;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Histories as an export has them, and checkpoints that seal them. */
record SealedHistory(Random random) {

    static final JsonMapper JSON = JsonMapper.builder().build();
    static final OrganisationId DEMO = new OrganisationId("demo");
    static final List<String> FIELDS = List.of(
            "ledgerSequence",
            "eventId",
            "stream",
            "streamSequence",
            "type",
            "revision",
            "effectiveAt",
            "recordedAt",
            "payload",
            "metadata");

    /** @return one line for each event, in 20 streams */
    List<String> events(String name, int count) {
        List<String> made = new ArrayList<>();
        int[] heads = new int[20];
        for (int i = 0; i < count; i++) {
            int stream = random.nextInt(heads.length);
            made.add(JSON.createObjectNode()
                    .put("ledgerSequence", i + 1)
                    .put("eventId", new UUID(random.nextLong(), random.nextLong()).toString())
                    .put("stream", "order/" + name + stream)
                    .put("streamSequence", heads[stream]++)
                    .put("type", "order.placed")
                    .put("revision", 1)
                    .put("effectiveAt", "2011-03-01T10:00:00.000000Z")
                    .put(
                            "recordedAt",
                            HashChain.text(Instant.parse("2026-01-01T00:00:00Z").plusMillis(i)))
                    .put("payload", "{\"name\":\"T\u00e9a \u20ac \ud83d\ude00\",\"n\":" + random.nextInt() + "}")
                    .put("metadata", "{\"actor\":\"test\"}")
                    .toString());
        }
        return chained(made);
    }

    /** As somebody would who knows the formula: hashes are made anew from the first line on. */
    static List<String> chained(List<String> of) {
        HashChain chain = new HashChain();
        List<String> made = new ArrayList<>();
        byte[] hash = HashChain.genesis();
        for (String line : of) {
            ObjectNode event = (ObjectNode) JSON.readTree(line);
            hash = chain.link(hash, leaf(event));
            made.add(event.put("hash", HexFormat.of().formatHex(hash)).toString());
        }
        return made;
    }

    private static byte[] leaf(JsonNode event) {
        return new HashChain()
                .leaf(FIELDS.stream().map(f -> event.get(f).asString()).toList());
    }

    static List<byte[]> leaves(List<String> history) {
        return history.stream().map(JSON::readTree).map(SealedHistory::leaf).toList();
    }

    /** Of the first {@code size} events. */
    static Checkpoint seal(SigningKeys keys, List<String> history, int size) {
        return keys.sign(new Checkpoint(
                DEMO,
                size,
                size,
                ProofJson.hash(JSON.readTree(history.get(size - 1)), "hash"),
                MerkleTree.of(leaves(history)).root(size),
                Instant.parse("2026-01-02T00:00:00Z"),
                keys.keyId(),
                new byte[0]));
    }
}

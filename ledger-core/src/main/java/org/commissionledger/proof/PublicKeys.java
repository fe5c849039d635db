package org.commissionledger.proof;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.commissionledger.identity.Sha256;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The keys that checkpoints are checked with. A key is named by its thumbprint (RFC 7638), so that no other key can go by its name.
 * Published as a JSON Web Key set: key type OKP, curve Ed25519 (RFC 8037).
 */
public final class PublicKeys {

    static final String ALGORITHM = "Ed25519";
    private static final int LENGTH = 32;
    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Map<String, PublicKey> byId = new LinkedHashMap<>();

    PublicKeys(Iterable<PublicKey> keys) {
        keys.forEach(key -> byId.put(id(key), key));
    }

    /** @throws MalformedProofException when it is not a JSON Web Key set, or holds no key of this kind */
    public static PublicKeys read(byte[] jwkSet) {
        JsonNode keys = ProofJson.read(jwkSet).path("keys");
        PublicKeys read = new PublicKeys(List.of());
        for (JsonNode key : keys) {
            if (ALGORITHM.equals(key.path("crv").asString())) {
                PublicKey made = key(ProofJson.text(key, "x"));
                read.byId.put(id(made), made);
            }
        }
        if (read.byId.isEmpty()) {
            throw new MalformedProofException("There is no Ed25519 key in the key set.");
        }
        return read;
    }

    public ObjectNode jwkSet() {
        ObjectNode set = JSON.createObjectNode();
        ArrayNode keys = set.putArray("keys");
        byId.forEach((id, key) -> keys.addObject()
                .put("kty", "OKP")
                .put("crv", ALGORITHM)
                .put("use", "sig")
                .put("kid", id)
                .put("x", text(key)));
        return set;
    }

    public boolean knows(String keyId) {
        return byId.containsKey(keyId);
    }

    /** Whether the checkpoint was signed, as it stands, with a key that is known here. */
    public boolean hasSigned(Checkpoint checkpoint) {
        PublicKey key = byId.get(checkpoint.keyId());
        if (key == null) {
            return false;
        }
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(key);
            signature.update(checkpoint.signedText());
            return signature.verify(checkpoint.signature());
        } catch (GeneralSecurityException e) {
            return false; // not even of the form of a signature
        }
    }

    static String id(PublicKey key) {
        String jwk = "{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"" + text(key) + "\"}";
        MessageDigest sha256 = Sha256.digest();
        return URL.encodeToString(sha256.digest(jwk.getBytes(StandardCharsets.UTF_8)));
    }

    /** The 32 bytes of RFC 8032, in base64 for URLs. */
    static String text(PublicKey key) {
        EdECPoint point = ((EdECPublicKey) key).getPoint();
        byte[] bigEndian = point.getY().toByteArray();
        byte[] bytes = new byte[LENGTH];
        for (int i = 0; i < Math.min(LENGTH, bigEndian.length); i++) {
            bytes[i] = bigEndian[bigEndian.length - 1 - i];
        }
        if (point.isXOdd()) {
            bytes[LENGTH - 1] |= (byte) 0x80;
        }
        return URL.encodeToString(bytes);
    }

    /** @throws MalformedProofException for anything that {@link #text} did not write */
    static PublicKey key(String text) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            if (bytes.length != LENGTH) {
                throw new MalformedProofException("A public key has 32 bytes.");
            }
            boolean odd = (bytes[LENGTH - 1] & 0x80) != 0;
            byte[] bigEndian = new byte[LENGTH];
            for (int i = 0; i < LENGTH; i++) {
                bigEndian[i] = bytes[LENGTH - 1 - i];
            }
            bigEndian[0] &= 0x7f;
            EdECPoint point = new EdECPoint(odd, new BigInteger(1, bigEndian));
            return KeyFactory.getInstance(ALGORITHM)
                    .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, point));
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            throw new MalformedProofException("A public key is not of the form of Ed25519.");
        }
    }
}

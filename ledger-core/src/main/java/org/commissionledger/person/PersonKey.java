package org.commissionledger.person;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.AEADBadTagException;
import javax.crypto.SecretKey;

/** The key of one person, as long as it is held: do not keep it, ask {@link PersonKeys} again instead. */
public final class PersonKey {

    /** In UTF-8 bytes; no personal value comes near it. */
    public static final int MAX_BYTES = 8_192;

    private final SecretKey sealing;
    private final byte[] marking;

    PersonKey(byte[] dataKey) {
        sealing = Crypto.aes(Crypto.derive(dataKey, Framed.of("commission-ledger person seal")));
        marking = Crypto.derive(dataKey, Framed.of("commission-ledger person fingerprint"));
    }

    /**
     * Encrypts {@code text} for one place. The same text gives another sealed value each time.
     *
     * @throws IllegalArgumentException for more than {@link #MAX_BYTES}
     */
    public Sealed seal(Place place, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException("a personal value has at most " + MAX_BYTES + " bytes");
        }
        int blocks = (Short.BYTES + bytes.length + Sealed.BLOCK - 1) / Sealed.BLOCK;
        byte[] padded = ByteBuffer.allocate(blocks * Sealed.BLOCK)
                .putShort((short) bytes.length)
                .put(bytes)
                .array();
        return Sealed.of(Crypto.encrypt(sealing, padded, place.bytes()));
    }

    /** @throws SealBrokenException when the value was not sealed by this key for that place, or was changed */
    public String open(Place place, Sealed sealed) {
        try {
            byte[] padded = Crypto.decrypt(sealing, sealed.bytes(), place.bytes());
            int length = ByteBuffer.wrap(padded).getShort();
            return new String(Arrays.copyOfRange(padded, Short.BYTES, Short.BYTES + length), StandardCharsets.UTF_8);
        } catch (AEADBadTagException e) {
            throw new SealBrokenException(place);
        }
    }

    /**
     * The same for the same values in the same order under the same purpose; of no use to compare across persons or purposes.
     */
    public Fingerprint fingerprint(String purpose, List<String> values) {
        byte[] purposeAndValues =
                Framed.of(Stream.concat(Stream.of(purpose), values.stream()).toArray(String[]::new));
        return Fingerprint.of(Crypto.hmac(marking, purposeAndValues));
    }

    @Override
    public String toString() {
        return "the key of a person";
    }
}

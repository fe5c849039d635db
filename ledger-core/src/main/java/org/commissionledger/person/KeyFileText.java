package org.commissionledger.person;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/** The lines of a key file: {@code secret <base64>} once, then {@code key <id> <base64>} for each key, {@code #} before remarks. */
final class KeyFileText {

    private static final String REMARKS = """
            # The keys of the commission ledger for personal data. Whoever has this file and the database can read what identifies
            # persons; without it nobody can. Keep a copy in a safe place apart from the database's backups, and copy it to every
            # node. The last key wraps, the keys before it only unwrap.
            """;

    private final byte[] secret;
    private final Map<String, byte[]> keys;

    private KeyFileText(byte[] secret, Map<String, byte[]> keys) {
        this.secret = secret;
        this.keys = keys;
    }

    static KeyFileText fresh(String firstKey) {
        return new KeyFileText(Crypto.random(Crypto.KEY_BYTES), new LinkedHashMap<>()).withKey(firstKey);
    }

    static KeyFileText parse(Path file, List<String> lines) {
        byte[] secret = null;
        Map<String, byte[]> keys = new LinkedHashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            List<String> words = List.of(line.split("\\s+"));
            byte[] bytes = decode(words.getLast());
            if (bytes == null) {
                throw KeysUnavailableException.malformed(file, i + 1);
            } else if (words.size() == 2 && words.getFirst().equals("secret") && secret == null) {
                secret = bytes;
            } else if (words.size() == 3 && words.getFirst().equals("key") && !keys.containsKey(words.get(1))) {
                keys.put(words.get(1), bytes);
            } else {
                throw KeysUnavailableException.malformed(file, i + 1);
            }
        }
        if (secret == null || keys.isEmpty()) {
            throw KeysUnavailableException.incomplete(file);
        }
        return new KeyFileText(secret, keys);
    }

    private static byte @Nullable [] decode(String word) {
        try {
            byte[] bytes = Base64.getDecoder().decode(word);
            return bytes.length == Crypto.KEY_BYTES ? bytes : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    String write() {
        StringBuilder text = new StringBuilder(REMARKS)
                .append("secret ")
                .append(Base64.getEncoder().encodeToString(secret))
                .append('\n');
        keys.forEach((id, key) -> text.append("key ")
                .append(id)
                .append(' ')
                .append(Base64.getEncoder().encodeToString(key))
                .append('\n'));
        return text.toString();
    }

    List<String> ids() {
        return List.copyOf(keys.keySet());
    }

    String newest() {
        return ids().getLast();
    }

    @Nullable
    SecretKey key(String id) {
        byte[] key = keys.get(id);
        return key == null ? null : Crypto.aes(key);
    }

    byte[] secret(byte[] purpose) {
        return Crypto.derive(secret, purpose);
    }

    boolean hasSecretOf(KeyFileText other) {
        return MessageDigest.isEqual(secret, other.secret);
    }

    KeyFileText withKey(String id) {
        Map<String, byte[]> more = new LinkedHashMap<>(keys);
        more.put(id, Crypto.random(Crypto.KEY_BYTES));
        return new KeyFileText(secret, more);
    }

    KeyFileText withoutKey(String id) {
        if (!keys.containsKey(id) || newest().equals(id)) {
            throw new IllegalArgumentException("not a key that could be removed: " + id);
        }
        Map<String, byte[]> fewer = new LinkedHashMap<>(keys);
        fewer.remove(id);
        return new KeyFileText(secret, fewer);
    }
}

package org.commissionledger.proof;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.commissionledger.person.SecretFiles;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The key that signs checkpoints, in a file beside the service for its user alone, and the public halves of those that signed before:
 *
 * <pre>
 * public &lt;public key, base64 for URLs&gt;                            any number; they check what they once signed
 * sign &lt;private key as PKCS #8, base64&gt; &lt;its public key&gt;          one
 * </pre>
 *
 * Whom the signatures are of is told by this file and not by the database: its owner could put another key there. Several nodes have
 * copies of one file.
 */
public final class SigningKeys {

    private static final Logger LOG = LoggerFactory.getLogger(SigningKeys.class);

    private final PrivateKey key;
    private final String keyId;
    private final List<PublicKey> all;

    private SigningKeys(PrivateKey key, PublicKey own, List<PublicKey> retired) {
        this.key = key;
        this.keyId = PublicKeys.id(own);
        this.all = new ArrayList<>(retired);
        this.all.add(own);
    }

    /**
     * Opens the file, and makes it, readable for its owner only, when it is not there and was never needed.
     *
     * @param needed whether there are checkpoints already
     * @throws SigningKeysException when the file is needed and missing, unreadable, or not in the form that the ledger wrote
     */
    public static SigningKeys open(Path path, boolean needed) {
        Path file = path.toAbsolutePath().normalize();
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            if (needed) {
                throw SigningKeysException.missing(file);
            }
            try {
                if (SecretFiles.create(file, line(newPair()))) {
                    LOG.info("Made the key file {}, which signs checkpoints. Keep a copy of it.", file);
                }
            } catch (IOException e) {
                throw SigningKeysException.unreadable(file, e);
            }
        }
        return read(file);
    }

    /**
     * Puts a new key into the file; the one that signed until now stays as its public half. Nodes take it at their next start.
     *
     * @return the id of the new key
     */
    public static String rotate(Path path) {
        Path file = path.toAbsolutePath().normalize();
        SigningKeys before = read(file);
        KeyPair next = newPair();
        StringBuilder text = new StringBuilder();
        before.all.forEach(
                key -> text.append("public ").append(PublicKeys.text(key)).append('\n'));
        try {
            SecretFiles.replace(file, text + line(next));
        } catch (IOException e) {
            throw SigningKeysException.unreadable(file, e);
        }
        return PublicKeys.id(next.getPublic());
    }

    private static KeyPair newPair() {
        try {
            return KeyPairGenerator.getInstance(PublicKeys.ALGORITHM).generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java platform has no Ed25519", e);
        }
    }

    private static String line(KeyPair pair) {
        return "sign " + Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded()) + " "
                + PublicKeys.text(pair.getPublic()) + "\n";
    }

    private static SigningKeys read(Path file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw SigningKeysException.unreadable(file, e);
        }
        List<PublicKey> retired = new ArrayList<>();
        SigningKeys signing = null;
        for (int i = 0; i < lines.size(); i++) {
            String[] words = lines.get(i).split(" ", -1);
            try {
                if (words.length == 2 && words[0].equals("public")) {
                    retired.add(PublicKeys.key(words[1]));
                } else if (words.length == 3 && words[0].equals("sign") && signing == null) {
                    signing = pair(words[1], words[2], retired);
                } else {
                    throw SigningKeysException.malformed(file, i + 1);
                }
            } catch (MalformedProofException | IllegalArgumentException | GeneralSecurityException e) {
                throw SigningKeysException.malformed(file, i + 1);
            }
        }
        return complete(file, signing, retired);
    }

    private static SigningKeys complete(Path file, @Nullable SigningKeys signing, List<PublicKey> retired) {
        if (signing == null) {
            throw SigningKeysException.incomplete(file);
        }
        return new SigningKeys(signing.key, signing.all.getLast(), retired);
    }

    private static SigningKeys pair(String privateKey, String publicKey, List<PublicKey> retired)
            throws GeneralSecurityException {
        PKCS8EncodedKeySpec encoded =
                new PKCS8EncodedKeySpec(Base64.getDecoder().decode(privateKey));
        PrivateKey key = KeyFactory.getInstance(PublicKeys.ALGORITHM).generatePrivate(encoded);
        PublicKey own = PublicKeys.key(publicKey);
        byte[] trial = publicKey.getBytes(StandardCharsets.UTF_8);
        Signature check = Signature.getInstance(PublicKeys.ALGORITHM);
        check.initVerify(own);
        check.update(trial);
        if (!check.verify(sign(key, trial))) {
            throw new MalformedProofException("the halves of the key do not belong together");
        }
        return new SigningKeys(key, own, retired);
    }

    private static byte[] sign(PrivateKey key, byte[] text) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(PublicKeys.ALGORITHM);
        signature.initSign(key);
        signature.update(text);
        return signature.sign();
    }

    String keyId() {
        return keyId;
    }

    Checkpoint sign(Checkpoint checkpoint) {
        try {
            return checkpoint.signed(sign(key, checkpoint.signedText()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key was tried when it was read", e);
        }
    }

    /** The public halves of all keys in the file. */
    public PublicKeys published() {
        return new PublicKeys(all);
    }
}

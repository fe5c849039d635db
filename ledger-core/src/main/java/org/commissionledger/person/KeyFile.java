package org.commissionledger.person;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.crypto.AEADBadTagException;
import javax.crypto.SecretKey;
import org.commissionledger.identity.UuidV7;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Key-encryption keys in a file beside the service, for its user alone. Several keys may stand in it: the last one wraps, the others
 * only unwrap. A file that was replaced, such as by one with a new key, is noticed within seconds.
 *
 * <p>Several nodes need copies of one file. To change keys: {@link #addKey()} on one node, copy the file to the others,
 * {@link PersonKeys#rewrap()}, then {@link #removeKey} the old one everywhere.
 */
public final class KeyFile implements KeyEncryption {

    private static final Logger LOG = LoggerFactory.getLogger(KeyFile.class);
    private static final long LOOK_EVERY_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final Set<PosixFilePermission> OWNER =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private final Path file;
    private volatile Version current;
    private volatile long lookAgainAt;

    /** What the file held when it had that time and size. */
    private record Version(FileTime modified, long size, KeyFileText text) {}

    private KeyFile(Path file) {
        this.file = file;
        this.current = read();
        this.lookAgainAt = System.nanoTime() + LOOK_EVERY_NANOS;
    }

    /**
     * Opens the file, and makes it, readable for its owner only, when it is not there and was never needed.
     *
     * @param needed whether the database holds anything already that was made with a key file
     * @throws KeysUnavailableException when the file is needed and missing, unreadable, or not in the form that the ledger wrote
     */
    static KeyFile open(Path path, boolean needed) {
        Path file = path.toAbsolutePath().normalize();
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            if (needed) {
                throw KeysUnavailableException.missing(file);
            }
            try {
                if (SecretFiles.create(file, KeyFileText.fresh(newId()).write())) {
                    LOG.info("Made the key file {}. Keep a copy of it apart from the database's backups.", file);
                }
            } catch (IOException e) {
                throw KeysUnavailableException.unreadable(file, e);
            }
        }
        return new KeyFile(file);
    }

    private static String newId() {
        return UuidV7.next().toString();
    }

    private Version read() {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            KeyFileText text = KeyFileText.parse(file, Files.readAllLines(file));
            warnOfOthers();
            return new Version(attributes.lastModifiedTime(), attributes.size(), text);
        } catch (IOException e) {
            throw KeysUnavailableException.unreadable(file, e);
        }
    }

    private void warnOfOthers() throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")
                && !OWNER.containsAll(Files.getPosixFilePermissions(file))) {
            LOG.warn("Others than its owner may read or write the key file {}. Run: chmod 600 {}", file, file);
        }
    }

    /** Looks every few seconds whether the file was replaced; one that cannot be read then is passed over until it can. */
    private KeyFileText text() {
        if (System.nanoTime() - lookAgainAt >= 0) {
            lookAgainAt = System.nanoTime() + LOOK_EVERY_NANOS;
            try {
                BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
                if (!now.lastModifiedTime().equals(current.modified()) || now.size() != current.size()) {
                    replaceBy(read());
                }
            } catch (IOException | KeysUnavailableException e) {
                LOG.error("The key file {} was readable before and is not now: {}", file, e.toString());
            }
        }
        return current.text();
    }

    private void replaceBy(Version next) {
        if (!current.text().hasSecretOf(next.text())) {
            throw KeysUnavailableException.anotherFile();
        }
        current = next;
    }

    @Override
    public String newestKeyId() {
        return text().newest();
    }

    @Override
    public Wrapped wrap(byte[] key, byte[] context) {
        KeyFileText text = text();
        String id = text.newest();
        return new Wrapped(id, Crypto.encrypt(require(text, id), key, context));
    }

    @Override
    public byte[] unwrap(Wrapped wrapped, byte[] context) {
        KeyFileText text = text();
        if (text.key(wrapped.keyId()) == null) {
            lookAgainAt = System.nanoTime(); // another node may wrap with a key that has only just arrived here
            text = text();
        }
        try {
            return Crypto.decrypt(require(text, wrapped.keyId()), wrapped.bytes(), context);
        } catch (AEADBadTagException e) {
            throw KeysUnavailableException.changed(wrapped.keyId());
        }
    }

    private SecretKey require(KeyFileText text, String id) {
        SecretKey key = text.key(id);
        if (key == null) {
            throw KeysUnavailableException.unknownKey(id, file.toString());
        }
        return key;
    }

    @Override
    public byte[] secret(byte[] purpose) {
        return text().secret(purpose);
    }

    /** The keys in the file, the one that wraps last. */
    public List<String> keyIds() {
        return text().ids();
    }

    /**
     * Adds a key that wraps from now on; the file is replaced as a whole.
     *
     * @return its id
     * @throws KeysUnavailableException when the file cannot be read or written
     */
    public synchronized String addKey() {
        String id = newId();
        write(read().text().withKey(id));
        return id;
    }

    /**
     * Removes a key that wraps nothing any more: {@link PersonKeys#wrappedBy()} says so. What is still wrapped with it, also in
     * backups of the database, can never be read again.
     *
     * @throws IllegalArgumentException for the newest key, and for one that is not there
     */
    public synchronized void removeKey(String id) {
        write(read().text().withoutKey(id));
    }

    private void write(KeyFileText text) {
        try {
            SecretFiles.replace(file, text.write());
        } catch (IOException e) {
            throw KeysUnavailableException.unreadable(file, e);
        }
        replaceBy(read());
    }

    @Override
    public String toString() {
        return "key file " + file;
    }
}

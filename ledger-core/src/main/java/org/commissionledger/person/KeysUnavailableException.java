package org.commissionledger.person;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The keys of persons cannot be read or made now. The message says what an operator can do; it never holds a key. */
public final class KeysUnavailableException extends RuntimeException {

    private KeysUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    static KeysUnavailableException missing(Path file) {
        return new KeysUnavailableException(
                "The key file " + file
                        + " is not there, but this database was used with one before. Without it no personal data"
                        + " can be read. Put its copy back in this place; the ledger never makes another in its stead.",
                null);
    }

    static KeysUnavailableException unreadable(Path file, Throwable cause) {
        return new KeysUnavailableException(
                "The key file " + file + " cannot be read or written by the user that the ledger runs as: "
                        + cause.getClass().getSimpleName() + ".",
                cause);
    }

    static KeysUnavailableException malformed(Path file, int line) {
        return new KeysUnavailableException(
                "Line " + line + " of the key file " + file
                        + " is not of the form that the ledger wrote. Put its copy back.",
                null);
    }

    static KeysUnavailableException incomplete(Path file) {
        return new KeysUnavailableException(
                "The key file " + file + " has no secret or no key. Put its copy back.", null);
    }

    static KeysUnavailableException anotherFile() {
        return new KeysUnavailableException(
                "This is not the key file that this database was first used with. Every node needs a copy of that one;"
                        + " where several nodes were started on a new database at once, copy it from the one that runs.",
                null);
    }

    static KeysUnavailableException unknownKey(String keyId, String where) {
        return new KeysUnavailableException(
                "A person's key was wrapped with the key " + keyId + ", which is not in " + where
                        + ". Copy the file from the node where that key was added, or put its copy back.",
                null);
    }

    static KeysUnavailableException changed(String keyId) {
        return new KeysUnavailableException(
                "A person's key in the database does not open with the key " + keyId
                        + " that wrapped it: the row was changed or moved.",
                null);
    }

    static KeysUnavailableException database(Throwable cause) {
        return new KeysUnavailableException("The database did not answer for the keys of persons.", cause);
    }
}

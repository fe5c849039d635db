package org.commissionledger.proof;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The file with the key that signs checkpoints cannot be used. The message says what an operator can do; it never holds a key. */
public final class SigningKeysException extends RuntimeException {

    private SigningKeysException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    static SigningKeysException missing(Path file) {
        return new SigningKeysException(
                "The key file " + file
                        + " is not there, but checkpoints were signed with one before. Put its copy back in this"
                        + " place; the ledger never makes another in its stead.",
                null);
    }

    static SigningKeysException unreadable(Path file, Throwable cause) {
        return new SigningKeysException(
                "The key file " + file + " cannot be read or written by the user that the ledger runs as: "
                        + cause.getClass().getSimpleName() + ".",
                cause);
    }

    static SigningKeysException malformed(Path file, int line) {
        return new SigningKeysException(
                "Line " + line + " of the key file " + file
                        + " is not of the form that the ledger wrote. Put its copy back.",
                null);
    }

    static SigningKeysException incomplete(Path file) {
        return new SigningKeysException(
                "The key file " + file + " must have one line that begins with sign. Put its copy back.", null);
    }

    static SigningKeysException anotherFile(Path file) {
        return new SigningKeysException(
                "The key file " + file
                        + " is not the one that this database was first used with. Every node needs a copy of that one;"
                        + " where several nodes were started on a new database at once, copy it from the one that runs.",
                null);
    }
}

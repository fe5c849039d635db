package org.commissionledger.api.reports;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Base64;
import org.commissionledger.identity.Sha256;

/**
 * An export on its way: written to disk once and hashed meanwhile, so that its digest and its length can stand in front of it. An export that
 * breaks off is never sent, and a client that reads slowly holds no connection of the database. The file has no name to be found by and
 * is gone when it is closed, or when the process ends.
 */
final class ExportFile implements AutoCloseable {

    private static final int BUFFER = 1 << 16;

    private final FileChannel file;
    private final MessageDigest sha256;
    private final OutputStream out;

    private ExportFile(FileChannel file, MessageDigest sha256) {
        this.file = file;
        this.sha256 = sha256;
        this.out = new BufferedOutputStream(new DigestOutputStream(Channels.newOutputStream(file), sha256), BUFFER);
    }

    /** Only the service's own user may read it. */
    static ExportFile in(Path directory) throws IOException {
        Path path = Files.createTempFile(Files.createDirectories(directory), "export", ".part");
        FileChannel file = FileChannel.open(
                path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        Files.deleteIfExists(path); // where the system lets an open file go without its name
        return new ExportFile(file, Sha256.digest());
    }

    OutputStream out() {
        return out;
    }

    /**
     * Ends the writing.
     *
     * @return the SHA-256 of all that was written, in base64
     */
    String finish() throws IOException {
        out.flush();
        return base64(sha256.digest());
    }

    static String base64(byte[] digest) {
        return Base64.getEncoder().encodeToString(digest);
    }

    long length() throws IOException {
        return file.size();
    }

    /** @param first the first byte, counted from 0 */
    void send(long first, long count, OutputStream to) throws IOException {
        long end = first + count;
        try (var target = Channels.newChannel(new Unclosed(to))) {
            for (long at = first; at < end; ) {
                at += file.transferTo(at, Math.min(end - at, BUFFER), target);
            }
        }
    }

    /** The response is closed by the container. */
    private static final class Unclosed extends FilterOutputStream {
        Unclosed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            out.write(bytes, from, count);
        }

        @Override
        public void close() throws IOException {
            out.flush();
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}

package org.commissionledger.person;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Files that only their owner may read from the moment that they exist, and that are there whole or not at all. */
public final class SecretFiles {

    private SecretFiles() {}

    /** @return false when another process was first; its file is left as it is */
    public static boolean create(Path file, String text) throws IOException {
        Files.createDirectories(parent(file));
        Path draft = draft(file, text);
        try {
            Files.createLink(file, draft); // fails where the file exists, unlike a move
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (FileSystemException
                | UnsupportedOperationException e) { // no links here: the name itself is taken first
            return createWithoutLinks(file, draft);
        } finally {
            Files.deleteIfExists(draft);
            syncDirectory(file);
        }
    }

    private static boolean createWithoutLinks(Path file, Path draft) throws IOException {
        try {
            Files.createFile(file);
        } catch (FileAlreadyExistsException e) {
            return false;
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return true;
    }

    public static void replace(Path file, String text) throws IOException {
        Path draft = draft(file, text);
        try {
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
            syncDirectory(file);
        }
    }

    private static Path draft(Path file, String text) throws IOException {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] owner = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        Path draft = Files.createTempFile(parent(file), ".keys", ".new", owner);
        try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        return draft;
    }

    private static Path parent(Path file) {
        Path parent = file.getParent();
        if (parent == null) {
            throw new IllegalArgumentException("not a path of a file: " + file);
        }
        return parent;
    }

    /** The name must survive a power cut as well as the contents; where directories cannot be opened, the system sees to it. */
    private static void syncDirectory(Path file) {
        try (FileChannel directory = FileChannel.open(parent(file), StandardOpenOption.READ)) {
            directory.force(true);
        } catch (IOException e) {
            // not possible on this file system
        }
    }
}

package org.commissionledger.proof;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.commissionledger.organisation.OrganisationId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checkpoints outside the database, one JSON object a line, each on the disk before anyone is told of it: what the owner of the database
 * cannot rewrite. Every node has a file of its own, with what it sealed itself and with what others had sealed by then.
 */
public final class CheckpointFile implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CheckpointFile.class);

    private final Path path;
    private final FileChannel channel;
    private final Map<OrganisationId, Checkpoint> newest = new HashMap<>();

    private CheckpointFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** @throws UncheckedIOException when it cannot be written */
    public static CheckpointFile open(Path file) {
        Path path = file.toAbsolutePath().normalize();
        try {
            Path folder = path.getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            dropHalfLine(path);
            CheckpointFile opened = new CheckpointFile(
                    path, FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
            Findings findings = new Findings();
            opened.read(opened::remember, findings);
            findings.all().forEach(finding -> LOG.error("{}: {}", path, finding));
            return opened;
        } catch (IOException e) {
            throw new UncheckedIOException("the checkpoint file " + path + " cannot be written", e);
        }
    }

    /** A line that a crash cut off was vouched for to nobody: its checkpoint is in the database and is added again. */
    private static void dropHalfLine(Path path) throws IOException {
        if (!Files.exists(path) || Files.size(path) == 0) {
            return;
        }
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            long end = file.length();
            long keep = end;
            while (keep > 0) {
                file.seek(keep - 1);
                if (file.read() == '\n') {
                    break;
                }
                keep--;
            }
            if (keep < end) {
                LOG.warn("The last line of {} was cut off; it is written again", path);
                file.setLength(keep);
            }
        }
    }

    private void remember(Checkpoint checkpoint) {
        newest.merge(
                checkpoint.organisation(),
                checkpoint,
                (before, now) -> now.ledgerSequence() > before.ledgerSequence() ? now : before);
    }

    /** The furthest checkpoint of an organisation that this file holds. */
    synchronized Optional<Checkpoint> newest(OrganisationId organisation) {
        return Optional.ofNullable(newest.get(organisation));
    }

    /** Returns when it is on the disk. */
    synchronized void append(Checkpoint checkpoint) {
        ByteBuffer line = ByteBuffer.wrap((ProofJson.line(checkpoint) + "\n").getBytes(StandardCharsets.UTF_8));
        try {
            long end = channel.size();
            try {
                while (line.hasRemaining()) {
                    channel.write(line);
                }
                channel.force(true);
            } catch (IOException e) {
                channel.truncate(end); // half a line would spoil the next one
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the checkpoint file " + path + " cannot be written", e);
        }
        remember(checkpoint);
    }

    /** Every checkpoint in the file, in its order; lines that are none are findings. */
    public synchronized void read(Consumer<Checkpoint> each, Findings findings) {
        try (BufferedReader lines = Files.newBufferedReader(path)) {
            long number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                try {
                    each.accept(ProofJson.checkpoint(ProofJson.read(line.getBytes(StandardCharsets.UTF_8))));
                } catch (MalformedProofException e) {
                    findings.add(
                            FindingCode.CHECKPOINT_MALFORMED,
                            null,
                            "Line " + number + " of the checkpoint file: " + e.getMessage());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the checkpoint file " + path + " cannot be read", e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.warn("The checkpoint file {} did not close: {}", path, e.toString());
        }
    }
}

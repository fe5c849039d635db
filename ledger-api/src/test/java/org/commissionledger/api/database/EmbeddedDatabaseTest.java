package org.commissionledger.api.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A data directory has one service at a time. */
class EmbeddedDatabaseTest {

    @TempDir
    private Path directory;

    /** Holds the directory as a service does, until its input ends. */
    static final class Holder {
        public static void main(String[] arguments) throws IOException {
            Path file = Path.of(arguments[0]).resolve("ledger.lock");
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                System.out.write(lock.isValid() ? '1' : '0');
                System.out.flush();
                assertThat(System.in.read()).isNegative();
            }
        }
    }

    @Test
    void isRefusedWhileAnotherServiceHoldsIt() throws Exception {
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(other.getInputStream().read()).isEqualTo('1');
            assertThatExceptionOfType(DatabaseStartException.class)
                    .isThrownBy(() -> EmbeddedDatabase.start(directory))
                    .withMessageContaining(directory.toString())
                    .withMessageContaining("is in use by another ledger service")
                    .withMessageContaining("LEDGER_DATA_DIRECTORY");
            assertThat(directory.resolve("postgresql")).doesNotExist();
        } finally {
            other.getOutputStream().close();
            assertThat(other.waitFor()).isZero();
        }
    }

    @Test
    void isRefusedWhereItCannotBe() throws IOException {
        Path file = Files.createFile(directory.resolve("a-file"));
        assertThatExceptionOfType(DatabaseStartException.class)
                .isThrownBy(() -> EmbeddedDatabase.start(file))
                .withMessageContaining(file.toString());
    }
}

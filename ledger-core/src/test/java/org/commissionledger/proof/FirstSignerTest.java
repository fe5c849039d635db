package org.commissionledger.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.commissionledger.testing.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that start on a new database at the same moment. */
class FirstSignerTest {

    private static final int NODES = 8;

    @TempDir
    private Path folder;

    private DataSource database;

    @BeforeEach
    void migrate() {
        database = TestDatabase.migrated().service();
    }

    private Path fileOf(int node) {
        return folder.resolve("node-" + node).resolve("checkpoints.key");
    }

    /** @return the nodes that started, of those whose files are given */
    private List<Integer> start(List<Path> files) throws InterruptedException {
        List<Future<SigningKeys>> starting = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            files.forEach(file -> starting.add(threads.submit(() -> FirstSigner.open(database, file))));
        }
        List<Integer> started = new ArrayList<>();
        for (int node = 0; node < files.size(); node++) {
            try {
                starting.get(node).get();
                started.add(node);
            } catch (ExecutionException e) {
                assertThat(e.getCause())
                        .isInstanceOf(SigningKeysException.class)
                        .hasMessageContaining("copy"); // of the first one, which was made meanwhile or before
            }
        }
        return started;
    }

    private List<Path> files() {
        List<Path> files = new ArrayList<>();
        for (int node = 0; node < NODES; node++) {
            files.add(fileOf(node));
        }
        return files;
    }

    @Test
    void signWithOneKeyAndTheOthersStartWithACopyOfIt() throws Exception {
        List<Integer> started = start(files());
        assertThat(started).hasSize(1);
        Path first = fileOf(started.getFirst());
        for (Path file : files()) {
            if (!file.equals(first)) {
                Files.createDirectories(file.getParent()); // a node that was refused at once has made none
                Files.copy(first, file, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        assertThat(start(files())).hasSize(NODES);
    }

    @Test
    void signWithOneKeyWhereTheyShareTheFile() throws Exception {
        List<Path> shared = new ArrayList<>();
        for (int node = 0; node < NODES; node++) {
            shared.add(fileOf(0));
        }
        assertThat(start(shared)).hasSize(NODES);
        assertThat(SigningKeys.open(fileOf(0), true).keyId())
                .isEqualTo(FirstSigner.open(database, fileOf(0)).keyId());
    }

    @Test
    void knowTheFileAfterAnotherKeyTookTheFirstOnesPlace() {
        String first = FirstSigner.open(database, fileOf(0)).keyId();
        String second = SigningKeys.rotate(fileOf(0));
        SigningKeys again = FirstSigner.open(database, fileOf(0));
        assertThat(again.keyId()).isEqualTo(second).isNotEqualTo(first);
        assertThat(again.published().knows(first)).isTrue();
    }

    @Test
    void makeNoFileInTheSteadOfOneThatIsGone() throws IOException {
        FirstSigner.open(database, fileOf(0));
        Files.delete(fileOf(0));
        assertThatExceptionOfType(SigningKeysException.class)
                .isThrownBy(() -> FirstSigner.open(database, fileOf(0)))
                .withMessageContaining("Put its copy back");
        assertThat(fileOf(0)).doesNotExist();
    }
}

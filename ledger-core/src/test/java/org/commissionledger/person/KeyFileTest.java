package org.commissionledger.person;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.commissionledger.person.KeyEncryption.Wrapped;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class KeyFileTest {

    private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CONTEXT = {1, 2, 3};

    @TempDir
    private Path directory;

    private Path file() {
        return directory.resolve("keys/ledger.keys");
    }

    private KeyFile open() {
        return KeyFile.open(file(), false);
    }

    @Test
    void isMadeForItsOwnerAloneAtFirstUse() throws IOException {
        KeyFile keys = open();
        assertThat(keys.keyIds()).hasSize(1);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        try (Stream<Path> files = Files.list(file().getParent())) {
            assertThat(files).as("no draft stays behind").containsExactly(file());
        }
    }

    @Test
    void isTheSameWhenItIsOpenedAgain() {
        KeyFile first = open();
        KeyFile again = KeyFile.open(file(), true);
        assertThat(again.unwrap(first.wrap(KEY, CONTEXT), CONTEXT)).isEqualTo(KEY);
        assertThat(again.secret(CONTEXT)).isEqualTo(first.secret(CONTEXT)).hasSize(32);
        assertThat(again.newestKeyId()).isEqualTo(first.newestKeyId());
    }

    @Test
    void isNeverMadeInTheSteadOfAnother() {
        assertThatExceptionOfType(KeysUnavailableException.class)
                .isThrownBy(() -> KeyFile.open(file(), true))
                .withMessageContaining(file().toString())
                .withMessageContaining("Put its copy back");
        assertThat(file()).doesNotExist();
    }

    @Test
    void isMadeOnceByManyAtATime() throws Exception {
        Set<String> ids = new HashSet<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<KeyFile>> all = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                all.add(threads.submit(this::open));
            }
            for (Future<KeyFile> one : all) {
                ids.add(one.get().newestKeyId());
            }
        }
        assertThat(ids).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "# only a remark",
                "secret AAAA",
                "secret AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                "key 1 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                "secret AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\nkey 1",
                "secret AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\nsecret AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                "hello",
            })
    void refusesAnotherForm(String text) throws IOException {
        Files.createDirectories(file().getParent());
        Files.writeString(file(), text);
        assertThatExceptionOfType(KeysUnavailableException.class)
                .isThrownBy(this::open)
                .withMessageContaining(file().toString())
                .withMessageNotContaining("AAAA");
    }

    @Test
    void refusesADirectory() throws IOException {
        Files.createDirectories(file());
        assertThatExceptionOfType(KeysUnavailableException.class)
                .isThrownBy(this::open)
                .withMessageContaining("cannot be read");
    }

    @Test
    void warnsOfOthersWhoMayReadIt() throws IOException {
        open();
        Logger logger = (Logger) LoggerFactory.getLogger(KeyFile.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        try {
            open();
            assertThat(log.list).isEmpty();
            Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r-----"));
            open();
            assertThat(log.list)
                    .singleElement()
                    .satisfies(e -> assertThat(e.getFormattedMessage()).contains("chmod 600"));
        } finally {
            logger.detachAppender(log);
        }
    }

    @Test
    void wrapsForOneContext() {
        KeyFile keys = open();
        Wrapped wrapped = keys.wrap(KEY, CONTEXT);
        assertThatExceptionOfType(KeysUnavailableException.class)
                .isThrownBy(() -> keys.unwrap(wrapped, new byte[] {1, 2, 4}))
                .withMessageContaining("changed or moved");
        assertThat(keys.wrap(KEY, CONTEXT).bytes()).isNotEqualTo(wrapped.bytes());
    }

    @Test
    void takesAnotherKeyAndLetsTheOldOneGo() throws IOException {
        KeyFile keys = open();
        byte[] secret = keys.secret(CONTEXT);
        String old = keys.newestKeyId();
        Wrapped before = keys.wrap(KEY, CONTEXT);

        String next = keys.addKey();
        assertThat(keys.keyIds()).containsExactly(old, next);
        assertThat(keys.unwrap(before, CONTEXT)).isEqualTo(KEY);
        Wrapped after = keys.wrap(KEY, CONTEXT);
        assertThat(after.keyId()).isEqualTo(next);

        keys.removeKey(old);
        assertThat(keys.unwrap(after, CONTEXT)).isEqualTo(KEY);
        assertThatExceptionOfType(KeysUnavailableException.class)
                .isThrownBy(() -> keys.unwrap(before, CONTEXT))
                .withMessageContaining(old);
        assertThat(keys.secret(CONTEXT)).isEqualTo(secret);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }

    @Test
    void keepsTheKeyThatWraps() {
        KeyFile keys = open();
        assertThatIllegalArgumentException().isThrownBy(() -> keys.removeKey(keys.newestKeyId()));
        assertThatIllegalArgumentException().isThrownBy(() -> keys.removeKey("other"));
    }

    @Test
    void isReadAgainWhenAKeyArrives() {
        KeyFile here = open();
        KeyFile there = open();
        here.addKey();
        Wrapped wrapped = here.wrap(KEY, CONTEXT);
        assertThat(there.unwrap(wrapped, CONTEXT)).isEqualTo(KEY);
        assertThat(there.newestKeyId()).isEqualTo(here.newestKeyId());
    }

    @Test
    void goesOnWithWhatItHasWhenTheFileGoesAway() throws IOException {
        KeyFile keys = open();
        Wrapped wrapped = keys.wrap(KEY, CONTEXT);
        Files.delete(file());
        assertThatExceptionOfType(KeysUnavailableException.class)
                .isThrownBy(() -> keys.unwrap(new Wrapped("other", wrapped.bytes()), CONTEXT));
        assertThat(keys.unwrap(wrapped, CONTEXT)).isEqualTo(KEY);
        assertThat(keys.toString()).doesNotContain("secret");
    }
}

package org.commissionledger.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.commissionledger.proof.SigningKeys;
import org.commissionledger.proof.SigningKeysException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.io.support.SpringFactoriesLoader;

/** What an operator is told when the service does not start. */
class StartFailureTest {

    @TempDir
    private Path folder;

    @Test
    void isOneSentenceHoweverDeepTheReasonLies() {
        SigningKeysException reason = missingKeys();
        FailureAnalysis told = Objects.requireNonNull(
                new StartFailure().analyze(new IllegalStateException("a bean", new RuntimeException(reason))));
        assertThat(told.getDescription())
                .startsWith("The ledger did not start: The key file ")
                .endsWith("the ledger never makes another in its stead.");
        assertThat(new StartFailure().analyze(new IllegalStateException("a fault")))
                .isNull();
    }

    @Test
    void isAskedBySpring() {
        assertThat(SpringFactoriesLoader.forDefaultResourceLocation()
                        .load(FailureAnalyzer.class, (type, name, failure) -> {}))
                .anyMatch(StartFailure.class::isInstance);
    }

    private SigningKeysException missingKeys() {
        Path file = folder.resolve("checkpoints.key");
        assertThat(Files.exists(file)).isFalse();
        try {
            SigningKeys.open(file, true);
        } catch (SigningKeysException e) {
            return e;
        }
        throw new AssertionError("it was opened");
    }
}

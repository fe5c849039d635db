package org.commissionledger.api;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The service's own settings; each is also an environment variable ({@code ledger.data-directory} is LEDGER_DATA_DIRECTORY).
 *
 * @param dataDirectory where the service's own PostgreSQL keeps its data
 * @param demo whether an empty embedded store gets a small demo history
 * @param poolSize connections for reading and for projections
 */
@ConfigurationProperties("ledger")
@Validated
public record LedgerSettings(
        @DefaultValue("./ledger-data") String dataDirectory,
        @DefaultValue("true") boolean demo,
        @DefaultValue("16") @Min(6) @Max(500) int poolSize,
        @Valid @DefaultValue Bootstrap bootstrap,
        @Valid @DefaultValue Appender appender,
        @Valid @DefaultValue Folds projections,
        @Valid @DefaultValue Persons persons,
        @Valid @DefaultValue Exports exports,
        @Valid @DefaultValue Checkpoints checkpoints) {

    /**
     * @param keyFile what signs checkpoints; by default beside the service's own data, but never within the database's
     * @param file where each checkpoint is added, one a line; {@code checkpoints.ndjson} in the data directory when it is not given
     * @param quiet how long nothing may have happened before what is new is sealed
     */
    public record Checkpoints(
            @Nullable String keyFile,
            @Nullable String file,
            @DefaultValue("1s") Duration quiet) {}

    /**
     * @param directory where exports are written before they are sent; the system's temporary folder when it is not given. Exports of a
     *     million rows take some 250 MB there while they are on their way
     * @param atOnce exports that this node makes side by side; each holds a connection while it is made, none while it is sent
     */
    public record Exports(
            @Nullable String directory,
            @DefaultValue("3") @Min(1) @Max(64) int atOnce) {}

    /** @param keyFile what wraps the keys of persons; by default beside the service's own data, but never within the database's */
    public record Persons(@Nullable String keyFile) {}

    /**
     * What the first start on an empty store makes.
     *
     * @param secret of the client {@code bootstrap}; made at random and printed once when it is not given
     */
    public record Bootstrap(
            @DefaultValue("demo") String organisation,
            @Nullable String secret) {}

    /**
     * @param batch events in one transaction at the most
     * @param queue requests that may wait before more are refused with 503
     */
    public record Appender(
            @DefaultValue("1000") @Min(1) @Max(10_000) int batch,
            @DefaultValue("10000") @Min(1) @Max(1_000_000) int queue) {}

    /**
     * @param run whether this node folds projections; one that only takes commands and answers reads leaves it to the others
     * @param batch events that a projection takes in one transaction
     * @param segments parts of a processor that are worked on side by side and that nodes may share; counts when the store is first started
     */
    public record Folds(
            @DefaultValue("true") boolean run,
            @DefaultValue("1000") @Min(1) @Max(10_000) int batch,
            @DefaultValue("2") @Min(1) @Max(64) int segments) {}
}

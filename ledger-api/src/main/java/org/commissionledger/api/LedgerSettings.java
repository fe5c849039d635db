package org.commissionledger.api;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import java.time.Duration;
import java.util.List;
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
 * @param trustedProxies networks whose word on where a request comes from, and whether by https, is believed, such as {@code 10.1.0.0/16};
 *     nobody's when there are none
 */
@ConfigurationProperties("ledger")
@Validated
public record LedgerSettings(
        @DefaultValue("./ledger-data") String dataDirectory,
        @DefaultValue("true") boolean demo,
        @DefaultValue("16") @Min(6) @Max(500) int poolSize,
        @DefaultValue List<String> trustedProxies,
        @Valid @DefaultValue Bootstrap bootstrap,
        @Valid @DefaultValue Appender appender,
        @Valid @DefaultValue Folds projections,
        @Valid @DefaultValue Persons persons,
        @Valid @DefaultValue Exports exports,
        @Valid @DefaultValue Webhooks webhooks,
        @Valid @DefaultValue Checkpoints checkpoints,
        @Valid @DefaultValue WhatIf whatIf,
        @Valid @DefaultValue Dashboard dashboard,
        @Valid @DefaultValue Notifications notifications) {

    /**
     * @param every how often is looked for what people should know
     * @param overdue age from which pending commission is overdue
     * @param unpaid age from which an approved payout is overdue
     * @param lag events that a projection may be behind
     * @param from who sends letters, where mail is switched on by {@code spring.mail.host}
     */
    public record Notifications(
            @DefaultValue("1m") Duration every,
            @DefaultValue("90d") Duration overdue,
            @DefaultValue("14d") Duration unpaid,
            @DefaultValue("10000") @Min(1) long lag,
            @DefaultValue("ledger@localhost") String from) {}

    /** @param atMost how long a replay of the history under other rules may take */
    public record WhatIf(@DefaultValue("60s") Duration atMost) {}

    /**
     * @param session how long somebody may do nothing before they have to sign in again
     * @param url where people reach the dashboard, for links in messages; what the request came by when it is not given
     */
    public record Dashboard(
            @DefaultValue("8h") Duration session, @Nullable String url) {}

    /**
     * @param run whether this node sends to endpoints; any number of nodes may
     * @param allowInsecure whether endpoints may be called by http; otherwise by https alone
     * @param allowedNetworks addresses that may be called besides those of the public internet, such as {@code 10.0.0.0/8}
     * @param timeout for one call, from looking up the name to the end of the answer
     * @param retries pauses between the attempts at one delivery; behind the last attempt it is given up
     * @param disableAfter how long an endpoint may do nothing but fail before the ledger sends it nothing more
     * @param atOnce calls of this node at a time
     * @param perEndpoint calls to one endpoint at a time
     */
    public record Webhooks(
            @DefaultValue("true") boolean run,
            @DefaultValue("false") boolean allowInsecure,
            @DefaultValue List<String> allowedNetworks,
            @DefaultValue("15s") Duration timeout,

            @DefaultValue({"5s", "30s", "2m", "10m", "30m", "1h", "2h", "4h", "8h", "12h", "12h", "12h", "20h"})
            @NotEmpty
            List<Duration> retries,

            @DefaultValue("5d") Duration disableAfter,
            @DefaultValue("512") @Min(2) @Max(5_000) int atOnce,
            @DefaultValue("16") @Min(1) @Max(256) int perEndpoint) {}

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
     * @param email of the dashboard's first administrator
     * @param password of theirs; made at random and printed once when it is not given
     */
    public record Bootstrap(
            @DefaultValue("demo") String organisation,
            @Nullable String secret,
            @DefaultValue("admin@example.org") String email,
            @Nullable String password) {}

    /**
     * @param batch events in one transaction at the most
     * @param queue requests that may wait before more are refused with 503
     */
    public record Appender(
            @DefaultValue("2000") @Min(1) @Max(10_000) int batch,
            @DefaultValue("10000") @Min(1) @Max(1_000_000) int queue) {}

    /**
     * @param run whether this node folds projections; one that only takes commands and answers reads leaves it to the others
     * @param batch events that a projection takes in one transaction
     * @param segments parts of a processor that are worked on side by side and that nodes may share, 0 for as many as the machine can use;
     *     counts when the store is first started
     */
    public record Folds(
            @DefaultValue("true") boolean run,
            @DefaultValue("5000") @Min(1) @Max(10_000) int batch,
            @DefaultValue("0") @Min(0) @Max(64) int segments) {}
}

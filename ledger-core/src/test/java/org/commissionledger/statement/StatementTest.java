package org.commissionledger.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commissionledger.testing.AggregateFixture.refusal;
import static org.commissionledger.testing.TestLedger.DEMO;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.commissionledger.catalogue.ProviderId;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.statement.StatementCommand.BeginApply;
import org.commissionledger.statement.StatementCommand.FinishApply;
import org.commissionledger.statement.StatementCommand.SetMapping;
import org.commissionledger.statement.StatementCommand.UploadStatement;
import org.commissionledger.statement.StatementEvent.ApplyBegun;
import org.commissionledger.statement.StatementEvent.MappingSet;
import org.commissionledger.statement.StatementEvent.StatementApplied;
import org.commissionledger.statement.StatementEvent.StatementUploaded;
import org.commissionledger.testing.AggregateFixture;
import org.junit.jupiter.api.Test;

class StatementTest {

    private static final Instant AT = Instant.parse("2026-11-22T10:00:00Z");
    private static final StatementId ID = new StatementId("statement-1");
    private static final ProviderId ACME = new ProviderId("acme");
    private static final StreamId STREAM = StatementCommand.stream(DEMO, ID);
    private static final StatementSummary SUMMARY = new StatementSummary(1, 0, 0, 0, 0, List.of());
    private static final StatementUploaded UPLOADED =
            new StatementUploaded(ID, ACME, "STMT-1", "00ff", AT, AT, Tolerance.NONE, 7, SUMMARY, "ann", AT);
    private static final StatementSelection MATCHED = new StatementSelection(null, List.of(LineOutcome.MATCHED));
    private static final ApplyBegun BEGUN = new ApplyBegun(ID, MATCHED, "bob", AT);
    private static final StatementApplied APPLIED = new StatementApplied(ID, 1, 0, 0, AT);

    private final AggregateTestFixture<Statement> fixture = AggregateFixture.of(Statement.class, Statement::new);

    private static BeginApply begin(String by, StatementSelection selection, Duration later) {
        return new BeginApply(STREAM, selection, by, AT.plus(later));
    }

    @Test
    void isUploaded() {
        fixture.givenNoPriorActivity()
                .when(new UploadStatement(STREAM, UPLOADED, null))
                .expectEvents(UPLOADED);
    }

    @Test
    void isNotTakenTwice() {
        fixture.givenNoPriorActivity()
                .when(new UploadStatement(STREAM, UPLOADED, UPLOADED))
                .expectNoEvents()
                .expectException(refusal(DuplicateStatement.class, "statement.duplicate"));
    }

    @Test
    void isAppliedBySomebodyElse() {
        fixture.given(UPLOADED).when(begin("bob", MATCHED, Duration.ZERO)).expectEvents(BEGUN);
        fixture.given(UPLOADED)
                .when(begin("ann", MATCHED, Duration.ZERO))
                .expectNoEvents()
                .expectException(refusal(FourEyes.class, "statement.four-eyes"));
    }

    @Test
    void goesOnWhoeverAsksButNotForOtherLinesNorForEver() {
        fixture.given(UPLOADED, BEGUN)
                .when(begin("cid", MATCHED, Statement.RESUMABLE))
                .expectNoEvents()
                .expectSuccessfulHandlerExecution();
        fixture.given(UPLOADED, BEGUN)
                .when(begin("ann", MATCHED, Duration.ZERO))
                .expectNoEvents()
                .expectException(refusal(FourEyes.class, "statement.four-eyes"));
        fixture.given(UPLOADED, BEGUN)
                .when(begin("bob", StatementSelection.ALL, Duration.ZERO))
                .expectNoEvents()
                .expectException(refusal(AlreadyBegun.class, "statement.already-begun"));
        fixture.given(UPLOADED, BEGUN)
                .when(begin("bob", MATCHED, Statement.RESUMABLE.plusNanos(1_000)))
                .expectNoEvents()
                .expectException(refusal(AlreadyBegun.class, "statement.already-begun"));
    }

    @Test
    void isAppliedOnce() {
        FinishApply finish = new FinishApply(STREAM, 1, 1, 0, 0, AT);
        fixture.given(UPLOADED, BEGUN).when(finish).expectEvents(APPLIED);
        fixture.given(UPLOADED, BEGUN, APPLIED)
                .when(finish)
                .expectNoEvents()
                .expectException(refusal(AlreadyApplied.class, "statement.already-applied"));
        fixture.given(UPLOADED, BEGUN, APPLIED)
                .when(begin("bob", MATCHED, Duration.ZERO))
                .expectNoEvents()
                .expectException(refusal(AlreadyApplied.class, "statement.already-applied"));
    }

    @Test
    void whatIsLeftIsAppliedInAnotherRun() {
        ApplyBegun rest = new ApplyBegun(ID, StatementSelection.ALL, "cid", AT);
        fixture.given(UPLOADED, BEGUN, APPLIED)
                .when(begin("cid", StatementSelection.ALL, Duration.ZERO))
                .expectEvents(rest)
                .expectResultMessagePayload(new StatementState(UPLOADED, List.of(MATCHED), rest));
        fixture.given(UPLOADED, BEGUN, APPLIED, rest)
                .when(new FinishApply(STREAM, 1, 1, 0, 0, AT)) // of a node that was late with the first
                .expectNoEvents()
                .expectException(refusal(AlreadyApplied.class, "statement.already-applied"));
        fixture.given(UPLOADED, BEGUN, APPLIED, rest, APPLIED)
                .when(begin("bob", new StatementSelection(List.of(1), null), Duration.ZERO))
                .expectNoEvents()
                .expectException(refusal(AlreadyApplied.class, "statement.already-applied"));
    }

    @Test
    void aSelectionIsCoveredByOthersThatLeaveNothingOfIt() {
        StatementSelection differs = new StatementSelection(null, List.of(LineOutcome.AMOUNT_DIFFERS));
        StatementSelection both =
                new StatementSelection(null, List.of(LineOutcome.MATCHED, LineOutcome.AMOUNT_DIFFERS));
        StatementSelection firstTwo = new StatementSelection(List.of(1, 2), null);
        StatementSelection firstMatched = new StatementSelection(List.of(1), List.of(LineOutcome.MATCHED));
        assertThat(both.isCoveredBy(List.of(MATCHED))).isFalse();
        assertThat(both.isCoveredBy(List.of(MATCHED, differs))).isTrue();
        assertThat(StatementSelection.ALL.isCoveredBy(List.of(both, firstTwo))).isFalse();
        assertThat(firstMatched.isCoveredBy(List.of(differs))).isFalse();
        assertThat(firstMatched.isCoveredBy(List.of(MATCHED))).isTrue();
        assertThat(firstTwo.isCoveredBy(List.of(firstMatched, new StatementSelection(List.of(2), null))))
                .isFalse();
        assertThat(firstMatched.isCoveredBy(List.of(firstTwo))).isTrue();
        assertThat(firstMatched.isCoveredBy(List.of())).isFalse();
    }

    @Test
    void remembersHowAProviderWrites() {
        AggregateTestFixture<StatementMapping> mappings =
                AggregateFixture.of(StatementMapping.class, StatementMapping::new);
        SetMapping set = new SetMapping(StatementCommand.mappingStream(DEMO, ACME), ACME, ColumnMapping.PLAIN, AT);
        MappingSet news = new MappingSet(ACME, ColumnMapping.PLAIN, AT);
        mappings.givenNoPriorActivity().when(set).expectEvents(news);
        mappings.given(news).when(set).expectNoEvents().expectResultMessagePayload(ColumnMapping.PLAIN);
    }
}

package org.commissionledger.credit;

import static org.assertj.core.api.Assertions.assertThat;

import org.commissionledger.command.LedgerCore;
import org.commissionledger.eventstore.EventCodec;
import org.commissionledger.testing.PinnedForm;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The form in which an account's state is stored, pinned like those of events. A form that changes needs a new revision of {@link
 * CreditAccount#SNAPSHOT} and a new file: snapshots of an older one are passed over, and the account is read from its events.
 */
class CreditSnapshotTest {

    private static final EventCodec CODEC = LedgerCore.codec();

    private static String pinned() {
        return PinnedForm.text(
                "/snapshots/" + CreditAccount.SNAPSHOT.name() + ".v" + CreditAccount.SNAPSHOT.revision() + ".json");
    }

    @Test
    void isWrittenExactlyAsPinned() {
        assertThat(CODEC.encode(CODEC.decode(pinned(), CreditAccount.class))).isEqualTo(pinned());
    }

    @Test
    void hasEveryComponentInItsFile() {
        JsonNode state = JsonMapper.shared().readTree(pinned()).get("state");
        CreditSnapshot snapshot = CODEC.decode(state.toString(), CreditSnapshot.class);
        assertThat(PinnedForm.differences(snapshot, state)).isEmpty();
    }
}

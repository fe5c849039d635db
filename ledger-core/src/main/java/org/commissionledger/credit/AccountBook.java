package org.commissionledger.credit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commissionledger.account.AccountId;
import org.commissionledger.credit.CreditEvent.AccountOpened;
import org.commissionledger.eventstore.EventCodec;
import org.commissionledger.eventstore.EventReader;
import org.commissionledger.eventstore.RecordedEvent;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.organisation.OrganisationId;
import org.jspecify.annotations.Nullable;

/**
 * What accounts are, as commands need it before they can be made: whose, and in which currency. It is fixed when an account is opened,
 * so what was read once holds for ever, and no decision needs to name it as its basis.
 */
public final class AccountBook {

    private static final int CACHED = 100_000;

    private final EventReader reader;
    private final EventCodec codec;
    private final Cache<StreamId, AccountFacts> known =
            Caffeine.newBuilder().maximumSize(CACHED).build();

    public AccountBook(EventReader reader, EventCodec codec) {
        this.reader = reader;
        this.codec = codec;
    }

    /** All in one look; one that does not exist is left out, and looked for again the next time. */
    public Map<AccountId, AccountFacts> find(OrganisationId organisation, Collection<AccountId> accounts) {
        Map<AccountId, AccountFacts> found = new HashMap<>();
        Map<StreamId, Long> missing = new HashMap<>();
        for (AccountId account : accounts) {
            StreamId stream = CreditCommand.stream(organisation, account);
            AccountFacts facts = known.getIfPresent(stream);
            if (facts == null) {
                missing.put(stream, 0L);
            } else {
                found.put(account, facts);
            }
        }
        if (!missing.isEmpty()) {
            reader.streams(organisation, missing, 1).forEach((stream, events) -> {
                AccountFacts facts = opened(events);
                if (facts != null) {
                    known.put(stream, facts);
                    found.put(facts.accountId(), facts);
                }
            });
        }
        return found;
    }

    private @Nullable AccountFacts opened(List<RecordedEvent> first) {
        return first.isEmpty() ? null : ((AccountOpened) codec.decode(first.getFirst())).account();
    }

    /** @throws UnknownAccount when it does not exist */
    public AccountFacts require(OrganisationId organisation, AccountId account) {
        AccountFacts facts = find(organisation, List.of(account)).get(account);
        if (facts == null) {
            throw new UnknownAccount();
        }
        return facts;
    }

    /**
     * @throws UnknownPartner when there is no such account
     * @throws NotAPartner when it is a customer's
     */
    public AccountFacts requirePartner(OrganisationId organisation, AccountId partner) {
        AccountFacts facts = find(organisation, List.of(partner)).get(partner);
        if (facts == null) {
            throw new UnknownPartner(partner);
        }
        if (facts.type() != AccountType.PARTNER) {
            throw new NotAPartner(partner);
        }
        return facts;
    }
}

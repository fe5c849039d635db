package org.commissionledger.credit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.commissionledger.account.AccountId;
import org.commissionledger.catalogue.Catalogue;
import org.commissionledger.catalogue.ProductId;
import org.commissionledger.discount.DiscountBook;
import org.commissionledger.discount.DiscountBook.Known;
import org.commissionledger.discount.DiscountCommand;
import org.commissionledger.discount.GrantedDiscount;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.rejection.Rejection;
import org.jspecify.annotations.Nullable;

/**
 * What decisions on usage rest on besides the account itself, read for all accounts of a window in two looks: whose they are, and the
 * discounts of the accounts and of their partners.
 */
final class UsageBasis {

    /** Where it is read from. */
    record Books(AccountBook accounts, DiscountBook discounts, Catalogue catalogue) {

        UsageBasis read(OrganisationId organisation, Set<AccountId> wanted, boolean again) {
            return new UsageBasis(this, organisation, wanted, again);
        }
    }

    /**
     * @param discounts all that the usage may get one of
     * @param basis the streams that they and the product were read from
     */
    record Around(List<GrantedDiscount> discounts, Map<String, Long> basis) {}

    private final Books books;
    private final OrganisationId organisation;
    private final Map<AccountId, AccountFacts> accounts;
    private final Map<AccountId, Known> discounts;
    private final Map<AccountId, Around> ofAccounts = new HashMap<>();
    private final Map<ProductId, Product> products = new HashMap<>();

    /** Either where the product stands or why it does not. */
    private record Product(
            Map<String, Long> basis, @Nullable Rejection refusal) {}

    private UsageBasis(Books books, OrganisationId organisation, Set<AccountId> wanted, boolean again) {
        this.books = books;
        this.organisation = organisation;
        this.accounts = books.accounts.find(organisation, wanted);
        Set<AccountId> owners = new HashSet<>(accounts.keySet());
        for (AccountFacts account : accounts.values()) {
            if (account.partnerId() != null) {
                owners.add(account.partnerId());
            }
        }
        this.discounts = books.discounts.of(organisation, owners, again);
    }

    /**
     * For a usage of that product by that account.
     *
     * @throws UnknownAccount when there was no such account when this was read
     * @throws org.commissionledger.catalogue.UnknownCatalogueEntry when there is no such product
     */
    Around of(AccountId account, ProductId product) {
        Around around = ofAccounts.computeIfAbsent(account, this::ofAccount);
        Product known = products.computeIfAbsent(product, this::look);
        if (known.refusal() != null) {
            throw known.refusal();
        }
        Map<String, Long> basis = new HashMap<>(around.basis());
        basis.putAll(known.basis());
        return new Around(around.discounts(), basis);
    }

    private Around ofAccount(AccountId account) {
        AccountFacts facts = accounts.get(account);
        if (facts == null) {
            throw new UnknownAccount();
        }
        Map<String, Long> basis = new HashMap<>();
        List<GrantedDiscount> own = granted(account, basis).forAccount();
        if (facts.partnerId() == null) {
            return new Around(own, basis);
        }
        List<GrantedDiscount> partners = granted(facts.partnerId(), basis).forCustomers();
        if (own.isEmpty()) {
            return new Around(partners, basis);
        }
        List<GrantedDiscount> all = new ArrayList<>(own);
        all.addAll(partners);
        return new Around(all, basis);
    }

    private Known granted(AccountId owner, Map<String, Long> basis) {
        Known known = discounts.getOrDefault(owner, Known.NONE);
        basis.put(DiscountCommand.stream(organisation, owner).stream(), known.head());
        return known;
    }

    private Product look(ProductId product) {
        try {
            return new Product(books.catalogue.requireProducts(organisation, List.of(product)), null);
        } catch (Rejection refusal) {
            return new Product(Map.of(), refusal);
        }
    }
}

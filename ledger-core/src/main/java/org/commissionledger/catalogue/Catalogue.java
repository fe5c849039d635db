package org.commissionledger.catalogue;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.commissionledger.catalogue.CatalogueEvent.IntegrationDefined;
import org.commissionledger.catalogue.CatalogueEvent.ProductDefined;
import org.commissionledger.eventstore.EventCodec;
import org.commissionledger.eventstore.EventReader;
import org.commissionledger.eventstore.RecordedEvent;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.organisation.OrganisationId;
import org.jspecify.annotations.Nullable;

/**
 * The catalogue as commands need it: read from the history itself, not from a projection that may lag. Entries are cached with the
 * sequence they were read at; a command names that sequence as its basis, so that one made from old news is made again.
 */
public final class Catalogue {

    private static final int CACHED = 50_000;

    private final EventReader reader;
    private final EventCodec codec;
    private final Cache<StreamId, Entry> entries =
            Caffeine.newBuilder().maximumSize(CACHED).build();

    public Catalogue(EventReader reader, EventCodec codec) {
        this.reader = reader;
        this.codec = codec;
    }

    private record Entry(CatalogueEvent definition, long head) {}

    /**
     * Under what terms an order of a product comes in.
     *
     * @param basis the streams that they were read from
     */
    public record Terms(
            CategoryId category,
            ProviderId provider,
            @Nullable CommissionPlan plan,
            Map<String, Long> basis) {}

    /** @throws UnknownCatalogueEntry for a product or an integration that does not exist */
    public Terms terms(OrganisationId organisation, ProductId product, IntegrationId integration) {
        Map<String, Long> basis = new HashMap<>();
        Entry entry = require(
                CatalogueCommand.productStream(organisation, product),
                basis,
                () -> UnknownCatalogueEntry.product(product));
        Entry channel = require(
                CatalogueCommand.integrationStream(organisation, integration),
                basis,
                () -> UnknownCatalogueEntry.integration(integration));
        if (!(entry.definition() instanceof ProductDefined defined)
                || !(channel.definition() instanceof IntegrationDefined)) {
            throw new IllegalStateException("a catalogue stream holds an entry of another kind");
        }
        return new Terms(defined.categoryId(), defined.providerId(), defined.commissionPlan(), basis);
    }

    /**
     * What the catalogue adds to something that a customer did.
     *
     * @param basis the streams that it was read from
     */
    public record Surroundings(
            @Nullable CategoryId category, @Nullable Channel channel, Map<String, Long> basis) {}

    /** @throws UnknownCatalogueEntry for a product or an integration that is named and does not exist */
    public Surroundings surroundings(
            OrganisationId organisation, @Nullable ProductId product, @Nullable IntegrationId integration) {
        Map<String, Long> basis = new HashMap<>();
        CategoryId category = null;
        Channel channel = null;
        if (product != null) {
            StreamId stream = CatalogueCommand.productStream(organisation, product);
            category = ((ProductDefined) require(stream, basis, () -> UnknownCatalogueEntry.product(product))
                            .definition())
                    .categoryId();
        }
        if (integration != null) {
            StreamId stream = CatalogueCommand.integrationStream(organisation, integration);
            channel = ((IntegrationDefined) require(stream, basis, () -> UnknownCatalogueEntry.integration(integration))
                            .definition())
                    .channel();
        }
        return new Surroundings(category, channel, basis);
    }

    /** @throws UnknownCatalogueEntry unless both are there */
    public Map<String, Long> requireForProduct(OrganisationId organisation, CategoryId category, ProviderId provider) {
        Map<String, Long> basis = new HashMap<>();
        require(
                CatalogueCommand.categoryStream(organisation, category),
                basis,
                () -> UnknownCatalogueEntry.category(category));
        require(
                CatalogueCommand.providerStream(organisation, provider),
                basis,
                () -> UnknownCatalogueEntry.provider(provider));
        return basis;
    }

    /** @throws UnknownCatalogueEntry unless it is there */
    public Map<String, Long> requireCategory(OrganisationId organisation, CategoryId category) {
        Map<String, Long> basis = new HashMap<>();
        require(
                CatalogueCommand.categoryStream(organisation, category),
                basis,
                () -> UnknownCatalogueEntry.category(category));
        return basis;
    }

    /** @throws UnknownCatalogueEntry naming the first product that is not there */
    public Map<String, Long> requireProducts(OrganisationId organisation, List<ProductId> products) {
        Map<String, Long> basis = new HashMap<>();
        for (ProductId product : products) {
            require(
                    CatalogueCommand.productStream(organisation, product),
                    basis,
                    () -> UnknownCatalogueEntry.product(product));
        }
        return basis;
    }

    /** @throws UnknownCatalogueEntry unless it is there */
    public Map<String, Long> requireProvider(OrganisationId organisation, ProviderId provider) {
        Map<String, Long> basis = new HashMap<>();
        require(
                CatalogueCommand.providerStream(organisation, provider),
                basis,
                () -> UnknownCatalogueEntry.provider(provider));
        return basis;
    }

    /** Drops what is known of a stream, after it turned out to have moved on. */
    public void forget(StreamId stream) {
        entries.invalidate(stream);
    }

    private Entry require(StreamId stream, Map<String, Long> basis, Supplier<UnknownCatalogueEntry> otherwise) {
        Entry entry = entries.get(stream, this::read);
        if (entry == null) {
            throw otherwise.get();
        }
        basis.put(stream.stream(), entry.head());
        return entry;
    }

    /** What does not exist is not cached: it may exist a moment later. */
    private @Nullable Entry read(StreamId stream) {
        RecordedEvent last = null;
        for (RecordedEvent event : reader.stream(stream, 0)) {
            last = event;
        }
        return last == null ? null : new Entry((CatalogueEvent) codec.decode(last), last.streamSequence());
    }
}

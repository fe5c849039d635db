package org.commissionledger.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.stream.Stream;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.commissionledger.catalogue.CatalogueCommand.DefineCategory;
import org.commissionledger.catalogue.CatalogueCommand.DefineIntegration;
import org.commissionledger.catalogue.CatalogueCommand.DefineProduct;
import org.commissionledger.catalogue.CatalogueCommand.DefineProvider;
import org.commissionledger.catalogue.CatalogueEvent.CategoryDefined;
import org.commissionledger.catalogue.CatalogueEvent.IntegrationDefined;
import org.commissionledger.catalogue.CatalogueEvent.ProductDefined;
import org.commissionledger.catalogue.CatalogueEvent.ProviderDefined;
import org.commissionledger.money.Money;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.testing.AggregateFixture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogueEntryTest {

    private static final Currency GBP = Currency.getInstance("GBP");
    private static final Currency JPY = Currency.getInstance("JPY");
    private static final Instant AT = Instant.parse("2011-03-01T00:00:00Z");
    private static final Instant LATER = Instant.parse("2011-04-01T00:00:00Z");
    private static final OrganisationId DEMO = new OrganisationId("demo");
    private static final CategoryId CATEGORY = new CategoryId("gifts");
    private static final ProviderId PROVIDER = new ProviderId("united-kingdom");
    private static final ProductId PRODUCT = new ProductId("giftware");
    private static final IntegrationId INTEGRATION = new IntegrationId("web-shop");
    private static final CommissionPlan PLAN = new CommissionPlan.Percent(500);

    private final AggregateTestFixture<CatalogueEntry> entry =
            AggregateFixture.of(CatalogueEntry.class, CatalogueEntry::new);

    private static DefineCategory category(String name, Instant at) {
        return new DefineCategory(CatalogueCommand.categoryStream(DEMO, CATEGORY), CATEGORY, name, at);
    }

    private static DefineProvider provider(String name, Instant at) {
        return new DefineProvider(CatalogueCommand.providerStream(DEMO, PROVIDER), PROVIDER, name, at);
    }

    private static DefineProduct product(ProductDefined as) {
        return new DefineProduct(
                CatalogueCommand.productStream(DEMO, as.productId()),
                as.productId(),
                as.name(),
                as.categoryId(),
                as.providerId(),
                as.commissionPlan(),
                as.at());
    }

    private static DefineIntegration integration(IntegrationDefined as) {
        return new DefineIntegration(
                CatalogueCommand.integrationStream(DEMO, as.integrationId()),
                as.integrationId(),
                as.name(),
                as.channel(),
                as.productIds(),
                as.active(),
                as.at());
    }

    @Nested
    class Category {

        @Test
        void isDefined() {
            entry.givenNoPriorActivity()
                    .when(category("Gifts", AT))
                    .expectEvents(new CategoryDefined(CATEGORY, "Gifts", AT))
                    .expectResultMessagePayload(new CategoryDefined(CATEGORY, "Gifts", AT));
        }

        @Test
        void isDefinedAnew() {
            entry.given(new CategoryDefined(CATEGORY, "Gifts", AT))
                    .when(category("Presents", LATER))
                    .expectEvents(new CategoryDefined(CATEGORY, "Presents", LATER));
        }

        @Test
        void isNoNewsWhenItIsTheSame() {
            entry.given(new CategoryDefined(CATEGORY, "Gifts", AT))
                    .when(category("Gifts", LATER))
                    .expectSuccessfulHandlerExecution()
                    .expectNoEvents();
        }

        @Test
        void canGoBackToWhatItWas() {
            entry.given(new CategoryDefined(CATEGORY, "Gifts", AT), new CategoryDefined(CATEGORY, "Presents", AT))
                    .when(category("Gifts", LATER))
                    .expectEvents(new CategoryDefined(CATEGORY, "Gifts", LATER));
        }
    }

    @Nested
    class Provider {

        @Test
        void isDefined() {
            entry.givenNoPriorActivity()
                    .when(provider("United Kingdom", AT))
                    .expectEvents(new ProviderDefined(PROVIDER, "United Kingdom", AT));
        }

        @Test
        void isDefinedAnew() {
            entry.given(new ProviderDefined(PROVIDER, "UK", AT))
                    .when(provider("United Kingdom", LATER))
                    .expectEvents(new ProviderDefined(PROVIDER, "United Kingdom", LATER));
        }

        @Test
        void isNoNewsWhenItIsTheSame() {
            entry.given(new ProviderDefined(PROVIDER, "UK", AT))
                    .when(provider("UK", LATER))
                    .expectSuccessfulHandlerExecution()
                    .expectNoEvents();
        }
    }

    @Nested
    class Product {

        private static final ProductDefined DEFINED =
                new ProductDefined(PRODUCT, "Giftware", CATEGORY, PROVIDER, PLAN, AT);
        private static final ProductDefined WITHOUT_PLAN =
                new ProductDefined(PRODUCT, "Giftware", CATEGORY, PROVIDER, null, AT);

        private static Stream<ProductDefined> others() {
            return Stream.of(
                    new ProductDefined(PRODUCT, "Cards", CATEGORY, PROVIDER, PLAN, LATER),
                    new ProductDefined(PRODUCT, "Giftware", new CategoryId("cards"), PROVIDER, PLAN, LATER),
                    new ProductDefined(PRODUCT, "Giftware", CATEGORY, new ProviderId("germany"), PLAN, LATER),
                    new ProductDefined(PRODUCT, "Giftware", CATEGORY, PROVIDER, new CommissionPlan.Percent(501), LATER),
                    new ProductDefined(
                            PRODUCT,
                            "Giftware",
                            CATEGORY,
                            PROVIDER,
                            new CommissionPlan.Fixed(Money.ofMinor(500, GBP)),
                            LATER),
                    new ProductDefined(PRODUCT, "Giftware", CATEGORY, PROVIDER, null, LATER));
        }

        @Test
        void isDefinedWithAPlan() {
            entry.givenNoPriorActivity().when(product(DEFINED)).expectEvents(DEFINED);
        }

        @Test
        void isDefinedWithoutAPlan() {
            entry.givenNoPriorActivity().when(product(WITHOUT_PLAN)).expectEvents(WITHOUT_PLAN);
        }

        @ParameterizedTest
        @MethodSource("others")
        void isDefinedAnewWhenAnythingIsOther(ProductDefined other) {
            entry.given(DEFINED).when(product(other)).expectEvents(other);
        }

        @Test
        void isNoNewsWhenItIsTheSame() {
            entry.given(DEFINED)
                    .when(product(new ProductDefined(PRODUCT, "Giftware", CATEGORY, PROVIDER, PLAN, LATER)))
                    .expectSuccessfulHandlerExecution()
                    .expectNoEvents();
        }
    }

    @Nested
    class Integration {

        private static final IntegrationDefined DEFINED =
                new IntegrationDefined(INTEGRATION, "Web shop", Channel.WEB, List.of(PRODUCT), true, AT);

        private static Stream<IntegrationDefined> others() {
            return Stream.of(
                    new IntegrationDefined(INTEGRATION, "Shop", Channel.WEB, List.of(PRODUCT), true, LATER),
                    new IntegrationDefined(INTEGRATION, "Web shop", Channel.APP, List.of(PRODUCT), true, LATER),
                    new IntegrationDefined(INTEGRATION, "Web shop", Channel.WEB, List.of(), true, LATER),
                    new IntegrationDefined(INTEGRATION, "Web shop", Channel.WEB, List.of(PRODUCT), false, LATER));
        }

        @Test
        void isDefined() {
            entry.givenNoPriorActivity().when(integration(DEFINED)).expectEvents(DEFINED);
        }

        @ParameterizedTest
        @MethodSource("others")
        void isDefinedAnewWhenAnythingIsOther(IntegrationDefined other) {
            entry.given(DEFINED).when(integration(other)).expectEvents(other);
        }

        @Test
        void isNoNewsWhenItIsTheSame() {
            entry.given(DEFINED)
                    .when(integration(new IntegrationDefined(
                            INTEGRATION, "Web shop", Channel.WEB, List.of(PRODUCT), true, LATER)))
                    .expectSuccessfulHandlerExecution()
                    .expectNoEvents();
        }
    }

    @Nested
    class Plan {

        private static final Money VALUE = Money.ofMinor(15_650, GBP);

        @Test
        void ofAPercentageIsRoundedHalfEven() {
            assertThat(PLAN.commissionOn(VALUE)).isEqualTo(Money.ofMinor(782, GBP));
            assertThat(PLAN.commissionOn(Money.ofMinor(15_670, GBP))).isEqualTo(Money.ofMinor(784, GBP));
        }

        @Test
        void ofAFixedAmountIsThatAmount() {
            assertThat(new CommissionPlan.Fixed(Money.ofMinor(99, GBP)).commissionOn(VALUE))
                    .isEqualTo(Money.ofMinor(99, GBP));
        }

        @Test
        void ofAFixedAmountHoldsInItsCurrencyOnly() {
            CommissionPlan yen = new CommissionPlan.Fixed(Money.ofMinor(99, JPY));
            assertThatThrownBy(() -> yen.commissionOn(VALUE))
                    .isInstanceOfSatisfying(
                            PlanCurrencyMismatch.class,
                            e -> assertThat(e.code()).isEqualTo("catalogue.plan-currency-mismatch"));
        }

        @ParameterizedTest
        @ValueSource(ints = {-1, 10_001})
        void isNoPercentageBelowNothingOrAboveAll(int basisPoints) {
            assertThatIllegalArgumentException().isThrownBy(() -> new CommissionPlan.Percent(basisPoints));
        }

        @Test
        void isNoFixedAmountBelowNothing() {
            assertThatIllegalArgumentException().isThrownBy(() -> new CommissionPlan.Fixed(Money.ofMinor(-1, GBP)));
        }
    }
}

package org.commissionledger.api;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.axonframework.commandhandling.CommandHandler;
import org.junit.jupiter.api.Test;

/** What points where. */
class ArchitectureTest {

    private final JavaClasses all = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("org.commissionledger");

    @Test
    void theCoreKnowsNeitherSpringNorTheWeb() {
        noClasses()
                .that()
                .resideOutsideOfPackages("org.commissionledger.api..", "org.commissionledger.projection..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework..", "jakarta..", "org.apache.tomcat..")
                .check(all);
    }

    @Test
    void nothingPointsBack() {
        noClasses()
                .that()
                .resideOutsideOfPackages("org.commissionledger.api..", "org.commissionledger.projection..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.commissionledger.api..", "org.commissionledger.projection..")
                .check(all);
        noClasses()
                .that()
                .resideInAPackage("org.commissionledger.projection..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.commissionledger.api..", "org.springframework.web..", "jakarta.servlet..")
                .check(all);
    }

    @Test
    void discountsKnowNothingOfCredit() {
        noClasses()
                .that()
                .resideInAPackage("org.commissionledger.discount..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.commissionledger.credit..")
                .check(all);
    }

    @Test
    void theDomainReadsNoClockAndDoesNoInputOrOutput() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "org.commissionledger.account..",
                        "org.commissionledger.credit..",
                        "org.commissionledger.customer..",
                        "org.commissionledger.discount..",
                        "org.commissionledger.order..",
                        "org.commissionledger.organisation..",
                        "org.commissionledger.journal..",
                        "org.commissionledger.money..",
                        "org.commissionledger.payee..",
                        "org.commissionledger.payout..",
                        "org.commissionledger.period..",
                        "org.commissionledger.statement..",
                        "org.commissionledger.webhook..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.sql..",
                        "javax.sql..",
                        "java.io..",
                        "java.net..",
                        "java.nio.channels..",
                        "java.nio.file..")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Clock.class)
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(all);
    }

    @Test
    void noPackageSpansTwoModules() {
        Map<String, String> moduleOfPackage = new HashMap<>();
        classes()
                .should(new ArchCondition<>("be alone in their package's module") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        String path =
                                type.getSource().map(s -> s.getUri().toString()).orElse("");
                        String module = path.replaceAll(".*/(ledger-[a-z]+)[/-].*", "$1");
                        String first = moduleOfPackage.putIfAbsent(type.getPackageName(), module);
                        if (first != null && !first.equals(module)) {
                            events.add(SimpleConditionEvent.violated(
                                    type, type.getPackageName() + " is in " + first + " and " + module));
                        }
                    }
                })
                .check(all);
    }

    @Test
    void commandHandlersAreNotPublic() {
        methods()
                .that()
                .areAnnotatedWith(CommandHandler.class)
                .should()
                .notBePublic()
                .check(all);
    }

    @Test
    void nothingIsPrintedButAtTheStartAndByCommands() {
        NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(all);
        noClasses()
                .that()
                .doNotHaveSimpleName("FirstStart")
                .and()
                .doNotHaveSimpleName("OfflineCommands")
                .should(ACCESS_STANDARD_STREAMS)
                .check(all);
    }

    @Test
    void namesSayWhatAThingIs() {
        noClasses()
                .should()
                .haveNameMatching(".*(Impl|Util|Utils|Helper|Manager)$")
                .orShould()
                .haveSimpleNameStartingWith("Default")
                .check(all);
    }
}

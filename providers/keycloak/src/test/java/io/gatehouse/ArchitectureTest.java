package io.gatehouse;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.gatehouse.core.token.AgentTokenWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/** The house's rules as tests: floors, what only {@code spi} may touch, the one place that mints, the one clock. */
@AnalyzeClasses(packages = "io.gatehouse", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    /** Which floor each room stands on; a room uses only rooms on floors below. */
    private static final Map<String, Integer> FLOORS = Map.ofEntries(
            Map.entry("platform", 0),
            Map.entry("event", 1),
            Map.entry("audit", 2),
            Map.entry("plan", 2),
            Map.entry("policy", 2),
            Map.entry("eligibility", 2),
            Map.entry("webhook", 3),
            Map.entry("agent", 3),
            Map.entry("domain", 3),
            Map.entry("apikey", 4),
            Map.entry("approval", 5),
            Map.entry("token", 6),
            Map.entry("login", 7),
            Map.entry("account", 7),
            Map.entry("rest", 8),
            Map.entry("spi", 9));

    /** Jars whose classes are Keycloak's public API. */
    private static final List<String> PUBLIC_JARS =
            List.of("/keycloak-server-spi-2", "/keycloak-core-2", "/keycloak-common-2");

    @ArchTest
    static final ArchRule everyClassStandsInARoomOfThePlan = classes()
            .that()
            .resideOutsideOfPackages("io.gatehouse.core..", "io.gatehouse.shaded..")
            .should()
            .resideInAnyPackage(
                    FLOORS.keySet().stream().map(room -> "io.gatehouse." + room).toArray(String[]::new));

    @ArchTest
    static final ArchRule roomsUseOnlyRoomsBelow =
            classes().that().resideOutsideOfPackage("io.gatehouse.core..").should(useOnlyRoomsBelow());

    @ArchTest
    static final ArchRule onlySpiTouchesPrivateKeycloak = noClasses()
            .that()
            .resideOutsideOfPackage("io.gatehouse.spi")
            .should()
            .dependOnClassesThat(privateKeycloak());

    @ArchTest
    static final ArchRule coreKnowsNoKeycloakAndNoInputOutput = noClasses()
            .that()
            .resideInAPackage("io.gatehouse.core..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.keycloak..",
                    "jakarta..",
                    "java.net.http..",
                    "java.nio.file..",
                    "java.sql..",
                    "org.hibernate..",
                    "io.gatehouse.platform..");

    @ArchTest
    static final ArchRule onlyTheIssuerMints = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("io.gatehouse.token.TokenIssuer")
            .and()
            .resideOutsideOfPackage("io.gatehouse.core..")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(AgentTokenWriter.class);

    @ArchTest
    static final ArchRule onlyPlatformReadsAClock = noClasses()
            .that()
            .resideOutsideOfPackage("io.gatehouse.platform")
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(Instant.class, "now")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.time.Clock")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("org.keycloak.common.util.Time");

    @ArchTest
    static final ArchRule onlyPlatformDrawsRandomness = noClasses()
            .that()
            .resideOutsideOfPackage("io.gatehouse.platform")
            .should()
            .callMethod(UUID.class, "randomUUID")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Random.class);

    private static ArchCondition<JavaClass> useOnlyRoomsBelow() {
        return new ArchCondition<>("use only rooms below") {
            @Override
            public void check(JavaClass user, ConditionEvents events) {
                String room = room(user);
                user.getDirectDependenciesFromSelf().forEach(dependency -> {
                    String used = room(dependency.getTargetClass().getBaseComponentType());
                    boolean isAllowed = used.isEmpty() || used.equals(room) || floor(used) < floor(room);
                    if (!isAllowed) {
                        events.add(SimpleConditionEvent.violated(user, dependency.getDescription()));
                    }
                });
            }
        };
    }

    private static int floor(String room) {
        return FLOORS.getOrDefault(room, Integer.MAX_VALUE);
    }

    /** The room of a class of ours; empty for everybody else's, and for core. */
    private static String room(JavaClass type) {
        String name = type.getPackageName();
        boolean isOurs = name.startsWith("io.gatehouse.") && !name.startsWith("io.gatehouse.core");
        return isOurs ? name.substring("io.gatehouse.".length()) : "";
    }

    private static DescribedPredicate<JavaClass> privateKeycloak() {
        return describe(
                "are classes of Keycloak that are not public",
                type -> type.getPackageName().startsWith("org.keycloak")
                        && type.getSource()
                                .map(source -> PUBLIC_JARS.stream()
                                        .noneMatch(jar ->
                                                source.getUri().toString().contains(jar)))
                                .orElse(true));
    }
}

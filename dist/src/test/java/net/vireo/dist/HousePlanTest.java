// SPDX-License-Identifier: Apache-2.0
package net.vireo.dist;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The plan of the house, as ARCHITECTURE.md draws it: arrows only point down, and the data path stands alone. */
class HousePlanTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final List<String> ROOMS =
            List.of("linux", "packet", "virtio", "port", "sandesh", "vrouter", "cli", "agent", "web", "lab", "dist");
    private static final JavaClasses HOUSE = new ClassFileImporter()
            .importPaths(ROOMS.stream()
                    .map(room -> ROOT.resolve(room).resolve("target/classes"))
                    .toList());

    @Test
    void everyRoomWasLookedAt() {
        for (final String room : ROOMS) {
            assertThat(HOUSE.stream().anyMatch(c -> c.getPackageName().startsWith("net.vireo." + room)))
                    .as("classes of %s", room)
                    .isTrue();
        }
    }

    @Test
    void arrowsOnlyPointDown() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("linux")
                .definedBy("net.vireo.linux..")
                .layer("packet")
                .definedBy("net.vireo.packet..")
                .layer("virtio")
                .definedBy("net.vireo.virtio..")
                .layer("port")
                .definedBy("net.vireo.port..")
                .layer("sandesh")
                .definedBy("net.vireo.sandesh..")
                .layer("vrouter")
                .definedBy("net.vireo.vrouter..")
                .layer("cli")
                .definedBy("net.vireo.cli..")
                .layer("agent")
                .definedBy("net.vireo.agent..")
                .layer("web")
                .definedBy("net.vireo.web..")
                .layer("lab")
                .definedBy("net.vireo.lab..")
                .layer("dist")
                .definedBy("net.vireo.dist..")
                .whereLayer("dist")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("lab")
                .mayOnlyBeAccessedByLayers("dist")
                .whereLayer("web")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("agent")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("cli")
                .mayOnlyBeAccessedByLayers("agent", "web", "lab", "dist")
                .whereLayer("vrouter")
                .mayOnlyBeAccessedByLayers("cli", "agent", "web", "lab", "dist")
                .whereLayer("sandesh")
                .mayOnlyBeAccessedByLayers("vrouter", "cli", "agent", "web", "lab", "dist")
                .whereLayer("port")
                .mayOnlyBeAccessedByLayers("vrouter", "cli", "agent", "lab")
                .whereLayer("virtio")
                .mayOnlyBeAccessedByLayers("port", "vrouter")
                .whereLayer("packet")
                .mayOnlyBeAccessedByLayers("port", "vrouter", "cli", "agent", "lab")
                .check(HOUSE);
    }

    @Test
    void theDataPathUsesNoLibrary() {
        classes()
                .that()
                .resideInAnyPackage(
                        "net.vireo.linux..",
                        "net.vireo.packet..",
                        "net.vireo.virtio..",
                        "net.vireo.port..",
                        "net.vireo.sandesh..",
                        "net.vireo.vrouter..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage("java..", "javax..", "jdk..", "net.vireo.."))
                .check(HOUSE);
    }

    /** Checked segments (a mapped file, an arena) are anybody's; calling native code is linux's alone. */
    @Test
    void onlyLinuxCallsNativeCode() {
        noClasses()
                .that()
                .resideOutsideOfPackage("net.vireo.linux..")
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(Linker.class, SymbolLookup.class, FunctionDescriptor.class)
                .orShould()
                .callMethod(MemorySegment.class, "reinterpret", long.class)
                .check(HOUSE);
    }

    @Test
    void packagesFormNoCycle() {
        slices().matching("net.vireo.(**)").should().beFreeOfCycles().check(HOUSE);
    }

    @Test
    void everySourceNamesItsLicence() throws IOException {
        for (final String room :
                Stream.concat(ROOMS.stream(), Stream.of("bench")).toList()) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(room).resolve("src"))) {
                for (final Path file :
                        files.filter(f -> f.toString().endsWith(".java")).toList()) {
                    try (Stream<String> lines = Files.lines(file)) {
                        assertThat(lines.findFirst())
                                .as("first line of %s", file)
                                .contains("// SPDX-License-Identifier: Apache-2.0");
                    }
                }
            }
        }
    }
}

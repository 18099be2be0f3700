// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class LauncherTest {
    @Test
    void shouldUseTheScriptWhenItIsNamed() {
        assertThat(Launcher.of("/opt/vireo/vireo", "/usr/bin/java", List.of("-m", "m/M", "lab"))
                        .with(List.of("lab", "--inside")))
                .containsExactly("/opt/vireo/vireo", "lab", "--inside");
    }

    @Test
    void shouldKeepTheJavaCommandUpToItsModule() {
        assertThat(Launcher.of("", "/jdk/bin/java", List.of("-Xmx1g", "-p", "lib", "-m", "m/M", "lab", "--keep"))
                        .line())
                .containsExactly("/jdk/bin/java", "-Xmx1g", "-p", "lib", "-m", "m/M");
    }

    @Test
    void shouldKeepTheJavaCommandUpToItsJarOrClass() {
        assertThat(Launcher.of("", "java", List.of("-jar", "v.jar", "lab")).line())
                .containsExactly("java", "-jar", "v.jar");
        assertThat(Launcher.of("", "java", List.of("-cp", "a:b", "net.Main", "lab"))
                        .line())
                .containsExactly("java", "-cp", "a:b", "net.Main");
        assertThat(Launcher.of("", "java", List.of("--module-path=x", "--module=m/M", "lab"))
                        .line())
                .containsExactly("java", "--module-path=x", "--module=m/M");
    }

    @Test
    void shouldSayWhatToDoWhenTheSystemHidesTheLine() {
        assertThatThrownBy(() -> Launcher.of("", "java", List.of()))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("vireo.launcher");
    }
}

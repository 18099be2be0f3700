// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import net.vireo.cli.run.AgentExample;
import net.vireo.cli.run.AgentService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentProcessTest {
    /** Behind # without a space is what may be left out. */
    private static final Pattern LEFT_OUT = Pattern.compile("(?m)^#(?=\\S|  - )");

    @TempDir
    private Path config;

    private AgentService.Verdict check(final String text) throws IOException {
        Files.writeString(config.resolve("all.yaml"), text);
        return new AgentProcess().check(config);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldFindNothingWrongWithTheExample(final boolean second) throws IOException {
        final AgentService.Verdict verdict = check(AgentExample.text(second));

        assertThat(verdict.problems()).isEmpty();
        assertThat(verdict.summary()).isEqualTo(config + ": 1 networks, 1 ports, 0 problems");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldFindNothingWrongWithEverythingInTheExample(final boolean second) throws IOException {
        final String whole =
                LEFT_OUT.matcher(AgentExample.text(second)).replaceAll("").replaceFirst("mode: l3 ", "mode: l2_l3 ");

        assertThat(check(whole).problems()).isEmpty();
        assertThat(whole).contains("\nkind: SecurityGroup", "\nencapsulation:").doesNotContainPattern("\n#\\S");
    }

    @Test
    void shouldHaveEveryKindInTheExample() throws IOException {
        final String named =
                check("kind: Nonsense\napiVersion: vireo.net/v1\n").problems().getFirst();
        final String[] kinds =
                named.replaceAll("(?s).*one of: | *\\(.*|;.*", "").split(", ", -1);

        assertThat(kinds).as(named).hasSizeGreaterThan(12);
        for (final String kind : kinds) {
            assertThat(AgentExample.text(false)).containsPattern("(?m)^#?kind: " + kind + "\\b");
        }
    }

    @Test
    void shouldSayWhatIsWrong() throws IOException {
        final String text = AgentExample.text(false)
                .replace("network: red\nmac", "network: rde\nmac")
                .replace("kind: Agent\n", "kind: Agnet\n");

        assertThat(check(text).problems())
                .anySatisfy(problem -> assertThat(problem).contains("all.yaml:", "did you mean 'Agent'?"))
                .anySatisfy(problem -> assertThat(problem).startsWith("no Agent is configured"));
    }

    @Test
    void shouldTakeAPortThatWaitsForItsDeviceForNothingWrong() throws IOException {
        final String text = AgentExample.text(false).replaceFirst("device: tap-vm1.*\n.*\n", "");

        assertThat(text).doesNotContain("tap-vm1");
        assertThat(check(text).problems()).isEmpty();
        assertThat(check(text.replace("network: red\nmac", "network: rde\nmac")).problems())
                .contains("port vm1: network rde is not configured");
    }
}

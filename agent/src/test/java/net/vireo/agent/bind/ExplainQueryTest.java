// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.bind;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import net.vireo.agent.Samples;
import net.vireo.agent.config.ConfigDirectory;
import net.vireo.agent.host.Doors;
import net.vireo.agent.http.LocalServer;
import net.vireo.agent.oper.Learned;
import net.vireo.agent.oper.OperBuilder;
import net.vireo.agent.oper.OperState;
import net.vireo.cli.node.NodeNames;
import net.vireo.cli.tables.NodeState;
import net.vireo.cli.text.JsonValue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplainQueryTest {
    @TempDir
    private Path files;

    private OperState state;

    @BeforeEach
    void write() throws IOException {
        Samples.write(files);
        state = OperBuilder.build(new ConfigDirectory(files).current(), Map.of(), new NodeNames(""), new NodeState());
    }

    private LocalServer.Answer ask(final String query) {
        return new ExplainQuery(() -> state, () -> Doors.NONE)
                .answer(new LocalServer.Request("GET", ExplainQuery.PATH, query, ""));
    }

    private Map<?, ?> row(final String query) throws JsonValue.Malformed {
        final LocalServer.Answer answer = ask(query);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return (Map<?, ?>) JsonValue.parse(answer.body());
    }

    /** Group web lets its members send to each other only. */
    @Test
    void shouldNameTheRuleThatDenies() throws JsonValue.Malformed {
        final Map<?, ?> row = row("from=vm1&to=10.1.0.9&protocol=6&port=80");

        assertThat(row.get("allowed")).isEqualTo(false);
        assertThat(row.get("source")).isEqualTo("10.1.0.4");
        assertThat(row.get("rule").toString()).contains("denied, no rule allows it");
        assertThat(row.get("steps").toString())
                .contains("security groups of the source")
                .contains("10.1.0.9/32");
    }

    @Test
    void shouldNameTheNextHopThatLeadsThere() throws JsonValue.Malformed {
        final Map<?, ?> row = row("from=vm1&to=10.1.0.1&protocol=1");

        assertThat(row.get("allowed")).isEqualTo(true);
        assertThat(row.get("rule")).isEqualTo("implicit: ICMP, DNS or BFD to the gateway");
        assertThat(row.get("nexthopName").toString()).isNotEqualTo("none").doesNotMatch("\\d+");
    }

    /** Else nothing could find it well again. */
    @Test
    void shouldLetAGuestThatIsIllAnswerTheNode() throws JsonValue.Malformed {
        state = OperBuilder.build(
                new ConfigDirectory(files).current(),
                Map.of(),
                Learned.NOTHING.withIll(new TreeMap<>(Map.of("vm1", "it does not answer"))),
                new NodeNames(""),
                new NodeState());

        assertThat(row("from=vm1&to=10.1.0.1&protocol=1").get("allowed")).isEqualTo(true);
        assertThat(row("from=vm1&to=10.1.0.1&protocol=17&port=3784").get("allowed"))
                .as("BFD")
                .isEqualTo(true);
        assertThat(row("from=vm1&to=10.1.0.1&protocol=17&port=3785").get("allowed"))
                .isEqualTo(false);
    }

    @Test
    void shouldSayWhereNoWayLeads() throws JsonValue.Malformed {
        assertThat(row("from=vm1&to=172.16.0.1&protocol=17&port=53")
                        .get("reason")
                        .toString())
                .isEqualTo("no route leads to 172.16.0.1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "from=vm3&to=10.1.0.9                          | did you mean 'vm1'?",
                "from=vm2&to=10.1.0.9                          | port vm2 is not active",
                "from=vm1&to=nowhere                           | there is no port 'nowhere'; there are: vm1, vm2",
                "to=10.1.0.9                                   | say from=",
                "from=vm1&to=10.1.0.9&port=99999               | port is '99999', expected 0 .. 65535",
                "from=vm1&to=10.1.0.9&source=x                 | source is 'x', expected an address",
                "from=vm1&to=10.1.0.9&source=fd00:1::4         | different families",
            })
    void shouldSayWhatIsWrongWithAQuestion(final String query, final String sentence) {
        final LocalServer.Answer answer = ask(query);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains(sentence);
    }

    @Test
    void shouldNotJudgeBeforeAnythingIsConfigured() {
        state = OperState.empty();

        assertThat(ask("from=vm1&to=10.1.0.9").status()).isEqualTo(503);
    }
}

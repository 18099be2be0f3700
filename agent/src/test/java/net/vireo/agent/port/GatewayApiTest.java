// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import net.vireo.agent.config.VirtualGateway;
import net.vireo.agent.http.LocalServer.Answer;
import net.vireo.agent.http.LocalServer.Request;
import net.vireo.agent.oper.OperState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatewayApiTest {
    /** As the sheet has it (control-plane 4.7), with a routing instance's whole name. */
    private static final String VGW0 = """
            [{"interface": "vgw0", "routing-instance": "default-domain:admin:red:red",
              "subnets": [{"ip-address": "10.1.0.9", "prefix-len": 24}],
              "routes": [{"ip-address": "0.0.0.0", "prefix-len": 0}]}]""";

    @TempDir
    private Path state;

    private PortTable table;
    private PortApi api;

    @BeforeEach
    void start() throws IOException {
        table = new PortTable(state.resolve("ports"));
        api = new PortApi(table, GatewayApiTest::call, OperState::empty);
    }

    private static <T> T call(final Callable<T> work) throws Exception {
        return work.call();
    }

    private Answer ask(final String method, final String body) {
        return api.answer(new Request(method, "/gateway", "", body));
    }

    @Test
    void shouldAddKeepAndDeleteGateways() throws IOException {
        table.tick(0);
        assertThat(ask("POST", VGW0).body()).isEqualTo("{}");
        assertThat(table.tick(0)).as("the database is made anew").isTrue();
        final VirtualGateway gateway = table.gateways().getFirst();
        assertThat(gateway.network()).isEqualTo("red");
        assertThat(gateway.device()).isEqualTo("vgw0");
        assertThat(gateway.subnets()).hasToString("[10.1.0.0/24]");
        assertThat(gateway.routes()).hasToString("[0.0.0.0/0]");
        ask("POST", VGW0.replace("vgw0", "vgw1").replace("red:red", "blue"));

        final PortTable next = new PortTable(state.resolve("ports"));
        assertThat(next.gateways()).as("another agent").isEqualTo(table.gateways());
        assertThat(next.gateways()).extracting(VirtualGateway::network).containsExactly("red", "blue");

        assertThat(ask("DELETE", "[{\"interface\": \"vgw0\"}, {\"interface\": \"vgw9\"}]"))
                .isEqualTo(Answer.text(404, "{ no gateway was added with interface vgw9 }"));
        assertThat(table.gateways()).as("all, or none").hasSize(2);
        ask("DELETE", "[{\"interface\": \"vgw0\"}, {\"interface\": \"vgw1\"}]");
        assertThat(table.gateways()).isEmpty();
        assertThat(state.resolve("gateways.json")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{                                                          | the body is no JSON",
                "[]                                                         | no gateway is named",
                "[7]                                                        | expected an array of objects",
                "[{\"routing-instance\": \"red\"}]                          | interface is null, expected a device name",
                "[{\"interface\": \"a/b\", \"routing-instance\": \"red\"}]  | interface is a/b, expected",
                "[{\"interface\": \"vgw0\"}]                                | routing-instance is null, expected a network",
                "[{\"interface\": \"vgw0\", \"routing-instance\": \"a:\"}]  | routing-instance is a:, expected a network",
                "[{\"interface\": \"v\", \"routing-instance\": \"r\", \"subnet\": []}] | unknown field 'subnet'",
                "[{\"interface\": \"v\", \"routing-instance\": \"r\", \"subnets\": 1}] | subnets is 1, expected an array",
                "[{\"interface\": \"v\", \"routing-instance\": \"r\", \"routes\": [{\"ip-address\": \"10.0.0.0\", \"prefix-len\": 33}]}]"
                        + " | routes has {ip-address=10.0.0.0, prefix-len=33}, expected",
                "[{\"interface\": \"v\", \"routing-instance\": \"r\", \"routes\": [{\"ip-address\": \"fd00::\", \"prefix-len\": 8}]}]"
                        + " | expected IPv4",
                "[{\"interface\": \"v\", \"routing-instance\": \"r\"}, {\"interface\": \"v\", \"routing-instance\": \"s\"}]"
                        + " | interface 'v' is there twice",
            })
    void shouldRefuseWhatIsWrongAndChangeNothing(final String body, final String why) {
        ask("POST", VGW0);
        final Answer answer = ask("POST", body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains(why);
        assertThat(table.gateways()).hasSize(1);
        // A new one before the wrong one is not taken either.
        if (body.startsWith("[{")) {
            ask("POST", body.replaceFirst("\\[", "[{\"interface\": \"vgw5\", \"routing-instance\": \"red\"}, "));
            assertThat(table.gateways()).hasSize(1);
        }
    }

    @Test
    void shouldNameAFileThatSaysNothing() throws IOException {
        Files.writeString(state.resolve("gateways.json"), "{");
        final PortTable broken = new PortTable(state.resolve("ports"));
        assertThat(broken.problems())
                .singleElement()
                .asString()
                .contains("gateways.json")
                .contains("add the gateways again");
        assertThat(broken.gateways()).isEmpty();
    }
}

// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import net.vireo.agent.Samples;
import net.vireo.agent.config.ConfigDirectory;
import net.vireo.agent.oper.OperBuilder;
import net.vireo.agent.oper.OperPort;
import net.vireo.cli.node.NodeNames;
import net.vireo.cli.tables.NodeState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuiltInMetadataTest {
    @TempDir
    private Path files;

    private OperPort port;

    @BeforeEach
    void read() throws IOException {
        port = OperBuilder.build(
                        new ConfigDirectory(Samples.write(files)).current(),
                        Map.of(),
                        new NodeNames(""),
                        new NodeState())
                .port("vm1")
                .orElseThrow();
    }

    private String answer(final String target) {
        return new String(BuiltInMetadata.answer(target, port), StandardCharsets.UTF_8);
    }

    /** The way of cloud-init's two data sources: what is there, then what it says. */
    @ParameterizedTest
    @CsvSource({
        "/openstack, latest",
        "/openstack/latest/, meta_data.json",
        "/latest/meta-data, hostname",
        "/2009-04-04/meta-data/local-ipv4, 10.1.0.4",
        "/latest/meta-data/hostname?x=1, vm1",
        "/, 2009-04-04",
    })
    void shouldAnswerWhatCloudInitAsks(final String target, final String text) {
        assertThat(answer(target)).startsWith("HTTP/1.1 200 OK\r\n").contains(text);
    }

    @Test
    void shouldSayWhatIsNotThere() {
        assertThat(answer("/latest/user-data")).startsWith("HTTP/1.1 404 ");
        assertThat(answer("/openstack/2009-04-04/meta_data.json")).startsWith("HTTP/1.1 404 ");
    }
}

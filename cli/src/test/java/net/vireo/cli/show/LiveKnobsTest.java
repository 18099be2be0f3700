// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.show;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.vireo.cli.Run;
import net.vireo.cli.ScriptedRouter;
import net.vireo.cli.StandInRouter;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VireoNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiveKnobsTest {
    @TempDir
    private Path directory;

    private Run vrouter(final String options) {
        return Run.of(("vrouter --sock-dir " + directory + " " + options).split(" "));
    }

    @Test
    void shouldAskForEachChangeByItsName() {
        final List<String> asked = Collections.synchronizedList(new ArrayList<>());
        try (ScriptedRouter router = new ScriptedRouter(directory, (request, reply) -> {
            final VireoNode change = (VireoNode) request;
            assertThat(change.op()).isEqualTo(SandeshOp.ADD);
            asked.add(change.value(VireoNode.LOAD_BALANCE) + change.value(VireoNode.CHANGE));
            reply.ok();
        })) {
            assertThat(router).isNotNull();
            final Run run = vrouter("--queue-policy all --tx-wait-us 500 --load-balance auto");
            assertThat(run.err()).isEmpty();
            assertThat(run.exitCode()).isZero();
        }
        assertThat(asked).containsExactly("auto", "queue-policy all", "tx-wait-us 500");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--queue-policy some   | it is all or contrail",
                "--tx-wait-us 10001    | it is 0 to 10000 microseconds",
                "--tx-wait-us -1       | it is 0 to 10000 microseconds",
                "--load-balance some   | it is auto, all, contrail, none or pipeline",
                "--queue-policy all    | start it with --queue-policy all",
                "--tx-wait-us 500      | start it with --tx-wait-us 500",
                "--load-balance auto   | it has one lcore, or was started with --load-balance none",
            })
    void shouldSayWhatCannotBeAndWhatCan(final String options, final String mend) {
        try (StandInRouter router = new StandInRouter(directory)) {
            assertThat(router).isNotNull();
            final Run run = vrouter(options.strip());
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err()).contains(mend);
        }
    }
}

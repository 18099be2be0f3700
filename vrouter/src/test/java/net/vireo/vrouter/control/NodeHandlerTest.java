// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import net.vireo.port.balance.LoadBalance;
import net.vireo.sandesh.NetlinkHeader;
import net.vireo.sandesh.ReplyWriter;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VireoNode;
import net.vireo.vrouter.lcore.QueuePolicy;
import org.junit.jupiter.api.Test;

class NodeHandlerTest {
    @Test
    void shouldAnswerNothingOfTheRequest() {
        final VireoNode answer = new Router()
                .get(VireoNode.class, new VireoNode().op(SandeshOp.GET).put(VireoNode.POLL, "loud"));
        assertThat(answer.value(VireoNode.POLL)).isEmpty();
    }

    /** Remembers what it was told. */
    private static final class Recording implements NodeSettings {
        private final List<String> changed = new ArrayList<>();

        @Override
        public void fill(final VireoNode answer) {
            // nothing is asked
        }

        @Override
        public String balance(final LoadBalance mode) {
            changed.add(mode.text());
            return "";
        }

        @Override
        public void queuePolicy(final QueuePolicy policy) {
            changed.add(policy.text());
        }

        @Override
        public void flowIdle(final String words) {
            changed.add(words);
        }

        @Override
        public void txWait(final int us) {
            changed.add(us + " us");
        }
    }

    private static void handle(final NodeSettings node, final VireoNode request) {
        new NodeHandler(node).handle(request, new ReplyWriter(NetlinkHeader.request(0, 0)));
    }

    @Test
    void shouldChangeTheLoadBalance() {
        final Recording node = new Recording();
        handle(node, new VireoNode().op(SandeshOp.ADD).put(VireoNode.LOAD_BALANCE, "contrail"));
        assertThat(node.changed).containsExactly("contrail");
    }

    @Test
    void shouldTurnSeveralKnobsOrNoneWhenOneCannotBeRead() {
        final Recording node = new Recording();
        handle(node, changing("queue-policy all\ntx-wait-us 500\nflow-idle udp=30 17/53=5"));
        assertThat(node.changed).containsExactly("all", "500 us", "udp=30 17/53=5");

        node.changed.clear();
        for (final String wrong : List.of(
                "tx-wait-us 10001",
                "tx-wait-us -1",
                "tx-wait-us x",
                "queue-policy vast",
                "flow-idle udp=0",
                "burst 7",
                "x",
                "\n")) {
            assertThatThrownBy(() -> handle(node, changing("queue-policy all\n" + wrong)))
                    .as(wrong)
                    .isInstanceOf(Refusal.class);
        }
        assertThat(node.changed).isEmpty();
        assertThatThrownBy(() -> handle(NodeSettings.NONE, changing("tx-wait-us 500")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("no guests");
    }

    private static VireoNode changing(final String lines) {
        return new VireoNode().op(SandeshOp.ADD).put(VireoNode.CHANGE, lines);
    }

    @Test
    void shouldRefuseWhatIsNoneAndWhatCannotBe() {
        final VireoNode unknown = new VireoNode().op(SandeshOp.ADD).put(VireoNode.LOAD_BALANCE, "some");
        assertThatThrownBy(() -> handle(NodeSettings.NONE, unknown))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("must be one of");
        final VireoNode change = new VireoNode().op(SandeshOp.ADD).put(VireoNode.LOAD_BALANCE, "auto");
        assertThatThrownBy(() -> handle(NodeSettings.NONE, change))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("no lcores to share");
        assertThatThrownBy(() -> handle(NodeSettings.NONE, new VireoNode().op(SandeshOp.DEL)))
                .isInstanceOf(Refusal.class);
    }
}

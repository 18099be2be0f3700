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
import org.junit.jupiter.api.Test;

class NodeHandlerTest {
    @Test
    void shouldAnswerNothingOfTheRequest() {
        final VireoNode answer = new Router()
                .get(VireoNode.class, new VireoNode().op(SandeshOp.GET).put(VireoNode.POLL, "loud"));
        assertThat(answer.value(VireoNode.POLL)).isEmpty();
    }

    private static void handle(final NodeSettings node, final VireoNode request) {
        new NodeHandler(node).handle(request, new ReplyWriter(NetlinkHeader.request(0, 0)));
    }

    @Test
    void shouldChangeTheLoadBalance() {
        final List<LoadBalance> changed = new ArrayList<>();
        final NodeSettings node = new NodeSettings() {
            @Override
            public void fill(final VireoNode answer) {}

            @Override
            public String balance(final LoadBalance mode) {
                changed.add(mode);
                return "";
            }
        };
        handle(node, new VireoNode().op(SandeshOp.ADD).put(VireoNode.LOAD_BALANCE, "contrail"));
        assertThat(changed).containsExactly(LoadBalance.CONTRAIL);
    }

    @Test
    void shouldRefuseWhatIsNoneAndWhatCannotBe() {
        final VireoNode unknown = new VireoNode().op(SandeshOp.ADD).put(VireoNode.LOAD_BALANCE, "some");
        assertThatThrownBy(() -> handle(node -> {}, unknown))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("must be one of");
        final VireoNode change = new VireoNode().op(SandeshOp.ADD).put(VireoNode.LOAD_BALANCE, "auto");
        assertThatThrownBy(() -> handle(node -> {}, change))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("no lcores to share");
        assertThatThrownBy(() -> handle(node -> {}, new VireoNode().op(SandeshOp.DEL)))
                .isInstanceOf(Refusal.class);
    }
}

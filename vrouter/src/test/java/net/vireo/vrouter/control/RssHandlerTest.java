// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import static org.assertj.core.api.Assertions.assertThat;

import net.vireo.port.MemoryPort;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.rss.RssPort;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VireoRss;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RssHandlerTest {
    private final Router router = new Router();
    private final PacketPool pool = PacketPool.create(new PacketPool.Sizes(64, 0), false);
    private final RssPort port =
            RssPort.over(MemoryPort.pair(pool, "far", "fabric", 1, 64).right(), pool, 64);

    RssHandlerTest() {
        router.ports.rss = port;
    }

    @AfterEach
    void close() {
        port.close();
        pool.close();
    }

    private static VireoRss request(final SandeshOp op) {
        return new VireoRss().op(op).put(VireoRss.VIF, 0);
    }

    private static VireoRss change(final int kind) {
        return request(SandeshOp.ADD).put(VireoRss.CHANGE, kind);
    }

    @Test
    void shouldAnswerEverythingInOneMessageAlsoForTheMostQueues() {
        final VireoRss answer = router.get(VireoRss.class, request(SandeshOp.GET));

        assertThat(answer.value(VireoRss.QUEUES)).isEqualTo(64);
        assertThat(answer.value(VireoRss.FIELDS)).isEqualTo(63);
        assertThat(answer.value(VireoRss.KEY)).hasSize(40).startsWith(0x6d, 0x5a);
        assertThat(answer.value(VireoRss.TABLE)).hasSize(128).endsWith(61, 62, 63);
        assertThat(answer.value(VireoRss.HITS)).hasSize(128).containsOnly(0);
        assertThat(answer.value(VireoRss.DELIVERED)).hasSize(64);
        assertThat(answer.value(VireoRss.MISSED)).hasSize(64);
    }

    @Test
    void shouldMakeEachChangeAndSetAllBack() {
        router.does(change(VireoRss.CHANGE_ENTRY).put(VireoRss.ENTRY, 5).put(VireoRss.QUEUE, 63));
        assertThat(port.control().table()[5]).isEqualTo(63);
        router.does(change(VireoRss.CHANGE_SPREAD).put(VireoRss.QUEUES, 2));
        assertThat(port.control().table()).containsOnly(0, 1);
        router.does(change(VireoRss.CHANGE_FIELDS).put(VireoRss.FIELDS, 9));
        assertThat(port.control().fields()).isEqualTo(9);
        router.does(change(VireoRss.CHANGE_KEY).put(VireoRss.KEY, new byte[40]));
        assertThat(port.control().key()).containsOnly(0);
        router.does(request(SandeshOp.DEL));
        assertThat(port.control().isDefault()).isTrue();
    }

    @Test
    void shouldRefuseWhatThereIsNot() {
        assertThat(router.code(change(VireoRss.CHANGE_ENTRY).put(VireoRss.ENTRY, 128)))
                .isEqualTo(-22);
        assertThat(router.code(change(VireoRss.CHANGE_ENTRY).put(VireoRss.QUEUE, 64)))
                .isEqualTo(-22);
        assertThat(router.code(change(VireoRss.CHANGE_KEY).put(VireoRss.KEY, new byte[41])))
                .isEqualTo(-22);
        assertThat(router.code(change(VireoRss.CHANGE_FIELDS).put(VireoRss.FIELDS, 64)))
                .isEqualTo(-22);
        assertThat(router.code(change(VireoRss.CHANGE_SPREAD))).isEqualTo(-22);
        assertThat(router.code(change(17))).isEqualTo(-22);
        assertThat(port.control().isDefault()).isTrue();
        router.ports.rss = null;
        assertThat(router.code(request(SandeshOp.GET))).isEqualTo(-95);
    }
}

// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import net.vireo.sandesh.ControlSession;
import net.vireo.sandesh.NetlinkFrames;
import net.vireo.sandesh.NetlinkHeader;
import net.vireo.sandesh.ObjectReader;
import net.vireo.sandesh.ObjectWriter;
import net.vireo.sandesh.SandeshObject;
import net.vireo.sandesh.VrResponse;
import net.vireo.vrouter.capture.Captures;
import net.vireo.vrouter.counter.DropLog;
import net.vireo.vrouter.flow.VifFatFlows;
import net.vireo.vrouter.table.Epoch;
import net.vireo.vrouter.table.Tables;

/** A router without sockets, devices and lcores: bytes or objects in, bytes or objects out. */
final class Router {
    static final Tables.Limits LIMITS = new Tables.Limits(64, 16, 1024, 6000);

    /** Nobody reads them: what was taken away may be used again at once. */
    final Tables tables = new Tables(LIMITS, new Epoch());

    final FakePorts ports = new FakePorts();
    final FakeTraffic traffic = new FakeTraffic();
    final FakeTraces traces = new FakeTraces();
    final FakeSnapshots snapshots = new FakeSnapshots();
    final FakeObserver observer = new FakeObserver();
    final ControlObjects objects;
    private ControlSession session;

    final DropLog dropLog = DropLog.anonymous(List.of(FakeTraffic.FIRST_CORE, FakeTraffic.SECOND_CORE), 8);
    final FakeFlows flows = new FakeFlows();
    final VifFatFlows fatFlows = new VifFatFlows(LIMITS.vifs());

    Router() {
        this(Paging.BY_BYTES);
    }

    Router(final Paging paging) {
        this(paging, null);
    }

    /** With a flow table of its own instead of one that only remembers. */
    Router(final Function<Tables, FlowRequests> flowTable) {
        this(Paging.BY_BYTES, flowTable);
    }

    private Router(final Paging paging, final Function<Tables, FlowRequests> flowTable) {
        objects = new ControlObjects(
                tables,
                ports,
                new ClearableTraffic(traffic, FakeTraffic.FIRST_CORE, FakeTraffic.SECOND_CORE),
                snapshots,
                traces,
                Captures.NONE,
                observer,
                new BuildInfo("0.1.0", "compute1", ""),
                new ControlServices(
                        Optional.of(dropLog), flowTable == null ? flows : flowTable.apply(tables), fatFlows),
                paging);
        session = new ControlSession(objects);
    }

    /** What a client of its own gets for these bytes. */
    List<byte[]> send(final byte[] bytes) {
        return session.receive(ByteBuffer.wrap(bytes));
    }

    /** As after a broken connection. */
    void reconnect() {
        session = new ControlSession(objects);
    }

    /** All objects of the reply, the response first. */
    List<SandeshObject<?>> ask(final SandeshObject<?>... request) {
        final List<SandeshObject<?>> reply = new ArrayList<>();
        for (final byte[] message : send(NetlinkHeader.request(0, 0).message(ObjectWriter.encode(request)))) {
            reply.addAll(ObjectReader.readAll(new NetlinkFrames(NetlinkFrames.DEFAULT_LIMIT_BYTES)
                    .next(ByteBuffer.wrap(message))
                    .payload()));
        }
        return reply;
    }

    /** The response code. */
    int code(final SandeshObject<?> request) {
        return ((VrResponse) ask(request).getFirst()).value(VrResponse.CODE);
    }

    /** Carries out a request that works. */
    void does(final SandeshObject<?> request) {
        assertThat(code(request)).as(request.toString()).isZero();
    }

    /** The one object behind the response. */
    <O extends SandeshObject<O>> O get(final Class<O> kind, final SandeshObject<?> request) {
        final List<SandeshObject<?>> reply = ask(request);
        assertThat(reply).hasSize(2);
        assertThat(((VrResponse) reply.getFirst()).value(VrResponse.CODE)).isZero();
        return kind.cast(reply.getLast());
    }
}

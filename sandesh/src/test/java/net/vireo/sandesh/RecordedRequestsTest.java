// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests of the original tools, both ways. */
class RecordedRequestsTest {
    static Stream<Recorded.Request> requests() {
        return Recorded.requests();
    }

    @ParameterizedTest
    @MethodSource("requests")
    void shouldEncodeWhatWasDecodedToTheSameBytes(final Recorded.Request request) {
        for (final byte[] recorded : request.messages()) {
            final NetlinkMessage message = Recorded.frame(recorded);
            final List<SandeshObject<?>> objects = ObjectReader.readAll(message.payload());

            assertThat(objects).hasSize(1);
            final byte[] payload = ObjectWriter.encode(objects.getFirst());
            assertThat(message.header().message(payload)).isEqualTo(recorded);
        }
    }

    static Stream<SandeshObject<?>> dumps() {
        return Recorded.allMessages().stream()
                .map(Recorded::frame)
                .filter(message -> message.header().flags() == NetlinkHeader.REQUEST)
                .<SandeshObject<?>>map(
                        message -> ObjectReader.readAll(message.payload()).getFirst())
                .filter(object -> object.op() == SandeshOp.DUMP && object instanceof Paged<?>);
    }

    /** Only the first requests of dumps: those that do not follow a page. */
    @Test
    void shouldBeginADumpWithTheMarkersOfTheTools() {
        final Set<String> kinds = new TreeSet<>();
        dumps().forEach(request -> {
            final byte[] recorded = ObjectWriter.encode(request);
            ((Paged<?>) request).fromStart();
            if (Arrays.equals(ObjectWriter.encode(request), recorded)) {
                kinds.add(request.objectName());
            }
        });

        assertThat(kinds)
                .containsExactly(
                        "vr_fc_map_req",
                        "vr_interface_req",
                        "vr_mirror_req",
                        "vr_mpls_req",
                        "vr_nexthop_req",
                        "vr_qos_map_req",
                        "vr_route_req",
                        "vr_vrf_assign_req",
                        "vr_vrf_req",
                        "vr_vrf_stats_req",
                        "vr_vxlan_req");
    }

    @Test
    void shouldHoldAllRecordedRequests() {
        assertThat(Recorded.requests()).hasSize(71);
        assertThat(Recorded.conversations()).hasSize(31);
    }

    @Test
    void shouldReadAHeaderOfTheToolThatKnowsNoConfiguration() {
        final Recorded.Request create = request("mpls --create 42 --nh 44");

        assertThat(Recorded.frame(create.messages().getFirst()).header()).isEqualTo(NetlinkHeader.request(0, 0));
    }

    @Test
    void shouldReadAHeaderOfTheToolThatKnowsTheConfiguration() {
        final Recorded.Request info = request("vrouter --info");

        assertThat(Recorded.frame(info.messages().getFirst()).header()).isEqualTo(NetlinkHeader.request(0x20, 0));
    }

    @Test
    void shouldBuildALabelExactlyAsTheToolDoes() {
        final VrMpls label =
                new VrMpls().op(SandeshOp.ADD).put(VrMpls.LABEL, 42).put(VrMpls.NHID, 44);

        assertThat(message(label))
                .isEqualTo(request("mpls --create 42 --nh 44").messages().getFirst());
    }

    @Test
    void shouldBuildATunnelExactlyAsTheToolDoes() {
        final byte[] ethernet = {
            0x52, 0x54, 0x00, (byte) 0xaa, 0x00, 0x02, 0x52, 0x54, 0x00, (byte) 0xaa, 0x00, 0x01, 0x08, 0x00
        };
        final VrNexthop tunnel = new VrNexthop()
                .op(SandeshOp.ADD)
                .put(VrNexthop.TYPE, 3)
                .put(VrNexthop.ID, 47)
                .put(VrNexthop.ENCAP_OIF_ID, 0)
                .put(VrNexthop.ENCAP_LEN, 14)
                .put(VrNexthop.ENCAP_FAMILY, 0x0806)
                .put(VrNexthop.TUN_SIP, WireIpv4.toWire(0xc000_0201))
                .put(VrNexthop.TUN_DIP, WireIpv4.toWire(0xc000_0202))
                .put(VrNexthop.TUN_SPORT, WirePort.toWire(50000))
                .put(VrNexthop.TUN_DPORT, WirePort.toWire(51234))
                .put(VrNexthop.FLAGS, 0x11)
                .put(VrNexthop.ENCAP, ethernet);
        final Recorded.Request recorded = Recorded.requests()
                .filter(request -> request.command().startsWith("nh --create 47"))
                .findFirst()
                .orElseThrow();

        assertThat(decoded(recorded)).isEqualTo(tunnel);
        assertThat(message(tunnel)).isEqualTo(recorded.messages().getFirst());
    }

    @Test
    void shouldBuildARouteExactlyAsTheToolDoes() {
        final VrRoute route = new VrRoute()
                .op(SandeshOp.ADD)
                .put(VrRoute.VRF_ID, 1)
                .put(VrRoute.FAMILY, Family.INET)
                .put(VrRoute.PREFIX, WireIpv4.toBytes(0x0a01_0103))
                .put(VrRoute.PREFIX_LEN, 32)
                .put(VrRoute.LABEL_FLAGS, 1)
                .put(VrRoute.LABEL, 42)
                .put(VrRoute.NH_ID, 44)
                .put(VrRoute.REPLACE_PLEN, -1);

        assertThat(message(route))
                .isEqualTo(request("rt -c -v 1 -f 0 -p 10.1.1.3 -l 32 -n 44 -t 42 -x 0x1")
                        .messages()
                        .getFirst());
    }

    private static byte[] message(final SandeshObject<?> object) {
        return NetlinkHeader.request(0, 0).message(ObjectWriter.encode(object));
    }

    private static SandeshObject<?> decoded(final Recorded.Request request) {
        return ObjectReader.readAll(
                        Recorded.frame(request.messages().getFirst()).payload())
                .getFirst();
    }

    private static Recorded.Request request(final String command) {
        return Recorded.requests()
                .filter(request -> request.command().equals(command))
                .findFirst()
                .orElseThrow();
    }
}

// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.permit;

import java.util.ArrayList;
import java.util.List;
import net.vireo.sandesh.Reply;
import net.vireo.sandesh.ResponseError;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VireoFlowList;
import net.vireo.sandesh.VrFlow;
import net.vireo.sandesh.VrFlowResponse;
import net.vireo.sandesh.VrouterClient;
import net.vireo.sandesh.VrouterRefusal;
import net.vireo.vrouter.flow.FlowState;

/**
 * Permits flows over one connection to the control socket, both ways: first the reverse flow is made and linked, then the
 * flow that waits gets its verdict, so that an answer to its first packet finds a flow.
 */
final class Verdicts {
    private static final int FLOW_SET = 0;
    private static final int NONE = -1;

    private final VrouterClient client;
    private final Ways ways;
    private long permittedCount;
    private long failedCount;

    Verdicts(final VrouterClient client) {
        this.client = client;
        ways = new Ways(client);
    }

    /** Permits all of them. */
    void permit(final List<Miss> misses) {
        final List<Miss> readable = new ArrayList<>();
        final List<VrFlow> requests = new ArrayList<>();
        for (final Miss miss : misses) {
            final Miss whole = miss.ends() == null ? asked(miss) : miss;
            if (whole == null) {
                failedCount++;
            } else {
                readable.add(whole);
                requests.add(reverse(whole));
                requests.add(forward(whole));
            }
        }
        final List<Reply> replies = client.answers(requests);
        for (int i = 0; i < readable.size(); i++) {
            settle(readable.get(i), requests.get(2 * i), replies.get(2 * i), replies.get(2 * i + 1));
        }
    }

    private void settle(final Miss miss, final VrFlow reverse, final Reply reversed, final Reply forwarded) {
        if (reversed.code() == ResponseError.EEXIST.code()) {
            takeOver(miss, reverse, reversed.first(VrFlowResponse.class));
        }
        if (forwarded.code() >= 0) {
            permittedCount++;
        } else {
            final Miss other = forwarded.code() == ResponseError.EFAULT.code() ? asked(miss) : null;
            if (other == null || other.ends().equals(miss.ends())) {
                failedCount++;
            } else {
                // The packet's key is not the flow's: a fat flow leaves parts of it out.
                permit(List.of(other));
            }
        }
    }

    /** Its packets came both ways at once: the data plane has made the reverse flow, which waits too. */
    private void takeOver(final Miss miss, final VrFlow reverse, final VrFlowResponse there) {
        if (there.value(VrFlowResponse.INDEX) != miss.index()) {
            client.answers(List.of(reverse.put(VrFlow.INDEX, there.value(VrFlowResponse.INDEX))
                    .put(VrFlow.GEN_ID, there.value(VrFlowResponse.GEN_ID))));
        }
    }

    /** The key as the table has it; null when the flow is gone. */
    private Miss asked(final Miss miss) {
        try {
            final VireoFlowList flow = client.request(
                            new VireoFlowList().op(SandeshOp.GET).put(VireoFlowList.INDEX, miss.index()))
                    .first(VireoFlowList.class);
            return flow.value(VireoFlowList.GEN_ID) == miss.generation() ? miss.withEnds(FlowEnds.of(flow)) : null;
        } catch (final VrouterRefusal gone) {
            return null;
        }
    }

    private VrFlow forward(final Miss miss) {
        final FlowEnds ends = miss.ends();
        final Ways.Way from = ways.to(miss.vrf(), ends.family(), ends.sourceHigh(), ends.sourceLow());
        return permission(ends, miss.keyNexthop(), miss.vrf(), from.nexthop())
                .put(VrFlow.INDEX, miss.index())
                .put(VrFlow.GEN_ID, miss.generation())
                .put(VrFlow.RINDEX, NONE);
    }

    /** Answers of a guest here come in on its interface, those from elsewhere are for the interface of this side. */
    private VrFlow reverse(final Miss miss) {
        final FlowEnds ends = miss.ends();
        final Ways.Way to = ways.to(miss.vrf(), ends.family(), ends.destinationHigh(), ends.destinationLow());
        final boolean here = to.keyNexthop() != Ways.Way.ELSEWHERE;
        return permission(
                        ends.reversed(),
                        here ? to.keyNexthop() : miss.keyNexthop(),
                        here ? to.vrf() : miss.vrf(),
                        to.nexthop())
                .put(VrFlow.INDEX, NONE)
                .put(VrFlow.RINDEX, miss.index());
    }

    private static VrFlow permission(
            final FlowEnds ends, final int keyNexthop, final int vrf, final int sourceNexthop) {
        final VrFlow request = new VrFlow()
                .put(VrFlow.OP, FLOW_SET)
                .put(VrFlow.FLOW_NH_ID, keyNexthop)
                .put(VrFlow.FLOW_VRF, vrf)
                .put(VrFlow.FLOW_DVRF, vrf)
                .put(VrFlow.ACTION, FlowState.FORWARD)
                .put(VrFlow.FLAGS, FlowState.ACTIVE)
                .put(VrFlow.SRC_NH_INDEX, sourceNexthop)
                .put(VrFlow.ECMP_NH_INDEX, NONE)
                .put(VrFlow.UNDERLAY_ECMP_INDEX, NONE)
                .put(VrFlow.QOS_ID, NONE);
        ends.write(request);
        return request;
    }

    long permittedCount() {
        return permittedCount;
    }

    long failedCount() {
        return failedCount;
    }
}

// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import java.lang.System.Logger.Level;
import net.vireo.port.log.LimitedLog;
import net.vireo.sandesh.VrInterface;
import net.vireo.vrouter.flow.FatFlowRules;
import net.vireo.vrouter.flow.FatFlowRulesBuilder;

/**
 * The fat flow rules in a request for an interface. A rule that this data plane does not know is left out: without it
 * there are more flows, and every one of them is right. So are the excluded IPv4 addresses, whose form is not known.
 */
final class FatFlowRequest {
    private static final LimitedLog LOG = new LimitedLog(FatFlowRequest.class);

    private static final int MAX_EXCLUDED = 3;

    private FatFlowRequest() {}

    static FatFlowRules rules(final VrInterface request) {
        final FatFlowRulesBuilder builder = new FatFlowRulesBuilder();
        int unknown = 0;
        for (final int rule : request.value(VrInterface.FAT_FLOW_PROTOCOL_PORT)) {
            unknown += builder.add(rule) ? 0 : 1;
        }
        final long[] high = request.value(VrInterface.FAT_FLOW_EXCLUDE_IP6_U_LIST);
        final long[] low = request.value(VrInterface.FAT_FLOW_EXCLUDE_IP6_L_LIST);
        final int[] lengths = request.value(VrInterface.FAT_FLOW_EXCLUDE_IP6_PLEN_LIST);
        if (high.length != low.length || high.length != lengths.length) {
            throw Refusal.invalid("the lists of IPv6 addresses without fat flows differ in length");
        }
        // Lcores go over them one by one.
        if (high.length > MAX_EXCLUDED) {
            throw Refusal.invalid(high.length + " IPv6 addresses without fat flows, at most " + MAX_EXCLUDED);
        }
        for (int i = 0; i < high.length; i++) {
            if (!builder.exclude(Long.reverseBytes(high[i]), Long.reverseBytes(low[i]), lengths[i])) {
                throw Refusal.invalid(lengths[i] + " is no length of an IPv6 prefix");
            }
        }
        if (unknown > 0) {
            LOG.log(
                    Level.INFO,
                    "vif " + request.value(VrInterface.IDX) + ": " + unknown
                            + " fat flow rules are not known here and left out");
        }
        return builder.build();
    }
}

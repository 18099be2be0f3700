// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.dns;

import java.util.List;
import net.vireo.agent.service.VifFrame;

/**
 * What is to be sent.
 *
 * @param frames to guests
 * @param queries to name servers
 */
public record DnsResult(List<VifFrame> frames, List<UpstreamQuery> queries) {
    static final DnsResult NOTHING = new DnsResult(List.of(), List.of());

    static DnsResult toGuest(final VifFrame frame) {
        return new DnsResult(List.of(frame), List.of());
    }

    static DnsResult upstream(final UpstreamQuery query) {
        return new DnsResult(List.of(), List.of(query));
    }
}

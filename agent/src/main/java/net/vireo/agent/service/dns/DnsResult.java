// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.dns;

import java.util.ArrayList;
import java.util.List;
import net.vireo.agent.service.VifFrame;

/**
 * What is to be sent.
 *
 * @param frames to guests
 * @param queries to name servers
 * @param answers over guests' connections
 */
public record DnsResult(List<VifFrame> frames, List<UpstreamQuery> queries, List<StreamAnswer> answers) {
    static final DnsResult NOTHING = new DnsResult(List.of(), List.of(), List.of());

    static DnsResult toGuest(final VifFrame frame) {
        return new DnsResult(List.of(frame), List.of(), List.of());
    }

    static DnsResult upstream(final UpstreamQuery query) {
        return new DnsResult(List.of(), List.of(query), List.of());
    }

    static DnsResult toStream(final StreamAnswer answer) {
        return new DnsResult(List.of(), List.of(), List.of(answer));
    }

    /** All of these. */
    static DnsResult of(final List<DnsResult> results) {
        final List<VifFrame> frames = new ArrayList<>();
        final List<UpstreamQuery> queries = new ArrayList<>();
        final List<StreamAnswer> answers = new ArrayList<>();
        results.forEach(result -> {
            frames.addAll(result.frames);
            queries.addAll(result.queries);
            answers.addAll(result.answers);
        });
        return new DnsResult(frames, queries, answers);
    }
}

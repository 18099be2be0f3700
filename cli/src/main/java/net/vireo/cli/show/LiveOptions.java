// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.show;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** What {@code vrouter} changes of how lcores work, by the names of the options that a data plane is started with. */
final class LiveOptions {
    @Option(
            names = "--load-balance",
            paramLabel = "auto|all|contrail|none|pipeline",
            description =
                    "who processes what an lcore polls, as 'vireo run vrouter --load-balance'; until the data plane"
                            + " ends")
    private String loadBalance;

    @Option(
            names = "--queue-policy",
            paramLabel = "all|contrail",
            description =
                    "all: lcores poll every queue of every guest from now on, also those that nobody polled; contrail:"
                            + " guests that are plugged from now on get no more queues polled than there are lcores, who is"
                            + " polled stays so. Until the data plane ends")
    private String queuePolicy;

    @Option(
            names = "--tx-wait-us",
            paramLabel = "N",
            description =
                    "an lcore that finds a guest's ring full waits for room, at most N microseconds in each burst,"
                            + " before it drops; 0: it drops at once. Until the data plane ends")
    private Integer txWaitUs;

    /** By knob, what it is to be; empty when nothing is to be changed. */
    Map<String, String> wanted() {
        final Map<String, String> wanted = new LinkedHashMap<>();
        if (loadBalance != null) {
            wanted.put(LiveKnobs.LOAD_BALANCE, loadBalance);
        }
        if (queuePolicy != null) {
            wanted.put(LiveKnobs.QUEUE_POLICY, queuePolicy);
        }
        if (txWaitUs != null) {
            wanted.put(LiveKnobs.TX_WAIT_US, txWaitUs.toString());
        }
        return wanted;
    }
}

// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import net.vireo.sandesh.SandeshObject;
import net.vireo.sandesh.SandeshOp;

/**
 * Says in the log why requests were refused: changes for the operator, questions for the debugger only, since tools ask
 * for things that need not exist. A client that is refused all the time gets a few lines a second. Control thread only.
 */
final class RefusalLog {
    private static final Logger LOG = System.getLogger(RefusalLog.class.getName());
    private static final int LINES_PER_SECOND = 10;
    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);

    private long secondNs = System.nanoTime();
    private int lines;
    private long left;

    void refused(final SandeshObject<?> request, final RuntimeException why) {
        if (request.op() == SandeshOp.GET || request.op() == SandeshOp.DUMP) {
            LOG.log(Level.DEBUG, () -> sentence(request, why));
        } else if (mayWrite(System.nanoTime())) {
            LOG.log(Level.INFO, sentence(request, why));
        }
    }

    private boolean mayWrite(final long nowNs) {
        if (nowNs - secondNs >= SECOND_NS) {
            if (left > 0) {
                LOG.log(Level.INFO, left + " more requests were refused");
            }
            secondNs = nowNs;
            lines = 0;
            left = 0;
        }
        if (lines == LINES_PER_SECOND) {
            left++;
            return false;
        }
        lines++;
        return true;
    }

    private static String sentence(final SandeshObject<?> request, final RuntimeException why) {
        return "refused " + request.op() + " of " + request.objectName() + ": " + why.getMessage();
    }
}

// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import java.lang.System.Logger.Level;
import net.vireo.port.log.LimitedLog;
import net.vireo.sandesh.SandeshObject;
import net.vireo.sandesh.SandeshOp;

/**
 * Says in the log why requests were refused: changes for the operator, questions for the debugger only, since tools ask
 * for things that need not exist. A client that is refused all the time gets a few lines. Control thread only.
 */
final class RefusalLog {
    private final LimitedLog changes = new LimitedLog(RefusalLog.class);
    private final LimitedLog questions = new LimitedLog(RefusalLog.class);

    void refused(final SandeshObject<?> request, final RuntimeException why) {
        if (request.op() == SandeshOp.GET || request.op() == SandeshOp.DUMP) {
            questions.log(Level.DEBUG, () -> sentence(request, why));
        } else {
            changes.log(Level.INFO, () -> sentence(request, why));
        }
    }

    private static String sentence(final SandeshObject<?> request, final RuntimeException why) {
        return "refused " + request.op() + " of " + request.objectName() + ": " + why.getMessage();
    }
}

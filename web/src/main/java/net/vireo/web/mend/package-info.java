// SPDX-License-Identifier: Apache-2.0
/** What the doctor finds, and what can be done about it while packets pass. */
package net.vireo.web.mend;

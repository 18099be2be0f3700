// SPDX-License-Identifier: Apache-2.0
/** What the doctor knows and what it concludes: facts in, findings out. No sockets, no files, no clock. */
package net.vireo.cli.doctor.check;

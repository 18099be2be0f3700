// SPDX-License-Identifier: Apache-2.0
/**
 * A data plane's tables as wanted ({@code NodeState}) and as found ({@code NodeReader}), what differs
 * ({@code Difference}), the requests that mend it ({@code Requests}), and ids that last ({@code Ids}).
 */
package net.vireo.cli.tables;

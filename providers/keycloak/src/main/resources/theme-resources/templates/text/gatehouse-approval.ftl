<#ftl output_format="plainText">
${msg("gatehouseApprovalIntro", agentName, agentId, realmName)}

${msg("gatehouseApprovalScopes", scopes)}
${msg("gatehouseApprovalTargets", targets)}
<#if intent?has_content>${msg("gatehouseApprovalIntent", intent)}
</#if><#if message?has_content>${msg("gatehouseApprovalRule", message)}
</#if>
${msg("gatehouseApprovalLink", minutes)}
${link}

${msg("gatehouseApprovalNothing")}

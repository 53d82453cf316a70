<#ftl output_format="plainText">
${msg("gatehouseLinkMailIntro", clientName, realmName)}

${link}

${msg("gatehouseLinkMailOnce", minutes)}<#if isSameBrowser> ${msg("gatehouseLinkMailBrowser")}</#if>

${msg("gatehouseLinkMailNothing")}

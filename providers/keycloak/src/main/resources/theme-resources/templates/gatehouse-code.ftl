<#import "template.ftl" as layout>
<@layout.registrationLayout displayMessage=message?has_content displayInfo=false; section>
    <#if section = "header">
        ${msg("gatehouseCodeTitle")}
    <#elseif section = "form">
    <#if codeAddress??>
    <p id="gatehouse-code-sent" role="status">${msg("gatehouseCodeSent", codeAddress)}</p>
    <form id="gatehouse-code-form" class="${properties.kcFormClass!}" action="${url.loginAction}" method="post">
        <div class="${properties.kcFormGroupClass!}">
            <label for="code" class="${properties.kcLabelClass!}">${msg("gatehouseCodeEnter")}</label>
            <span class="${properties.kcInputClass!}"><input type="text" id="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="12" autofocus required></span>
        </div>
        <div class="${properties.kcFormGroupClass!}">
            <button id="gatehouse-code-submit" type="submit" class="${properties.kcButtonClass!} ${properties.kcButtonPrimaryClass!} ${properties.kcButtonBlockClass!} ${properties.kcButtonLargeClass!}">${msg("gatehouseCodeSubmit")}</button>
        </div>
    </form>
    <form id="gatehouse-code-again-form" class="${properties.kcFormClass!}" action="${url.loginAction}" method="post">
        <div class="${properties.kcFormGroupClass!}">
            <button id="gatehouse-code-again" type="submit" name="again" value="1" aria-describedby="gatehouse-code-soon" class="${properties.kcButtonClass!} ${properties.kcButtonSecondaryClass!} ${properties.kcButtonDefaultClass!} ${properties.kcButtonBlockClass!} ${properties.kcButtonLargeClass!}">${msg("gatehouseCodeAgain")}</button>
            <p id="gatehouse-code-soon"><small>${msg("gatehouseCodeSoon")}</small></p>
        </div>
    </form>
    <#else>
    <form id="gatehouse-code-form" class="${properties.kcFormClass!}" action="${url.loginAction}" method="post">
        <div class="${properties.kcFormGroupClass!}">
            <label for="email" class="${properties.kcLabelClass!}">${msg("gatehouseCodeAddress")}</label>
            <span class="${properties.kcInputClass!}"><input type="email" id="email" name="email" autocomplete="email" maxlength="254" autofocus required></span>
        </div>
        <div class="${properties.kcFormGroupClass!}">
            <button id="gatehouse-code-send" type="submit" class="${properties.kcButtonClass!} ${properties.kcButtonPrimaryClass!} ${properties.kcButtonBlockClass!} ${properties.kcButtonLargeClass!}">${msg("gatehouseCodeSend")}</button>
        </div>
    </form>
    </#if>
    </#if>
</@layout.registrationLayout>

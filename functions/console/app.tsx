const place = document.getElementById('console');
if (place) place.textContent = 'aa-stripe console';
